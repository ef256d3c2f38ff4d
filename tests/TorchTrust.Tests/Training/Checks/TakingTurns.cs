using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>Two models, each with an optimizer of its own, of which each call trains one.</summary>
internal sealed class TakingTurns
{
    private readonly TorchSharp.Modules.Linear _even = Linear(4, 3);
    private readonly TorchSharp.Modules.Linear _odd = Linear(4, 3);
    private readonly optim.Optimizer _optimizerOfEven;
    private readonly optim.Optimizer _optimizerOfOdd;

    public TakingTurns() => (_optimizerOfEven, _optimizerOfOdd) = (optim.SGD(_even.parameters(), 0.1), optim.SGD(_odd.parameters(), 0.1));

    public int Calls { get; set; }

    public double Step(ToyBatch batch, bool isTrained = true)
    {
        using var scope = NewDisposeScope();
        (Module<Tensor, Tensor> model, optim.Optimizer optimizer) = Calls++ % 2 == 0 ? (_even, _optimizerOfEven) : (_odd, _optimizerOfOdd);
        optimizer.zero_grad();
        Tensor loss = functional.cross_entropy(model.call(batch.Input), batch.Label);
        loss.backward();
        if (isTrained)
        {
            optimizer.step();
        }

        return loss.item<float>();
    }
}
