using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A training loop: a linear model, and an optimizer with a momentum that no snapshot of the model holds.</summary>
internal sealed class LineTrainer : IDisposable
{
    public LineTrainer(bool forgetsBias = false)
    {
        Model = Linear(4, 2);
        Optimizer = OptimizerOf(Model.parameters().Take(forgetsBias ? 1 : 2));
    }

    public TorchSharp.Modules.Linear Model { get; }

    public optim.Optimizer Optimizer { get; set; }

    /// <summary>How many steps were taken.</summary>
    public int Steps { get; private set; }

    public static optim.Optimizer OptimizerOf(IEnumerable<TorchSharp.Modules.Parameter> parameters) =>
        optim.SGD(parameters, learningRate: 0.1, momentum: 0.9);

    public void Step()
    {
        using var scope = NewDisposeScope();
        Optimizer.zero_grad();
        Model.call(randn(8, 4)).square().mean().backward();
        Optimizer.step();
        Steps++;
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Model.Dispose();
    }
}
