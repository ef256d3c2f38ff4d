using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>A loop of a few lines, whose step each test writes as users do.</summary>
internal sealed class ToyLoop
{
    public ToyLoop(Module<Tensor, Tensor>? model = null, Func<Module<Tensor, Tensor>, optim.Optimizer>? optimizer = null)
    {
        Model = model ?? Sequential(Linear(4, 6), Tanh(), Linear(6, 3));
        Optimizer = optimizer?.Invoke(Model) ?? optim.SGD(Model.parameters(), learningRate: 0.1, momentum: 0.9);
    }

    /// <summary>The right loop: clear, forward, backward, update.</summary>
    public static TrainingSubject<ToyLoop, ToyBatch> Right => With((loop, batch) => loop.Step(batch));

    public Module<Tensor, Tensor> Model { get; set; }

    public optim.Optimizer Optimizer { get; set; }

    public int Calls { get; set; }

    public double Sum { get; set; }

    public List<Tensor> Kept { get; } = [];

    public ScalarRecorder? Log { get; set; }

    public ILogger? Logger { get; set; }

    public TorchSharp.Modules.SummaryWriter? Writer { get; set; }

    public byte[]? Best { get; set; }

    public optim.lr_scheduler.LRScheduler? Schedule { get; set; }

    public static TrainingSubject<ToyLoop, ToyBatch> With(Func<ToyLoop, ToyBatch, double> step) => Of(() => new ToyLoop(), step);

    public static TrainingSubject<ToyLoop, ToyBatch> Of(Func<ToyLoop> build, Func<ToyLoop, ToyBatch, double>? step = null) => TrainingSubject.For(build)
        .WithBatch((_, n) => ToyBatch.Of(n)).WithStep(step ?? ((loop, batch) => loop.Step(batch)));

    public Tensor Loss(ToyBatch batch) => functional.cross_entropy(Model.call(batch.Input), batch.Label);

    public double Step(ToyBatch batch)
    {
        using var scope = NewDisposeScope();
        Optimizer.zero_grad();
        return Update(Loss(batch));
    }

    /// <summary>Backward and update, without clearing.</summary>
    public double Update(Tensor loss)
    {
        loss.backward();
        Optimizer.step();
        return loss.item<float>();
    }

    /// <summary>The mean loss over samples, in eval mode, with everything put back.</summary>
    public double Evaluate(IReadOnlyList<ToyBatch> batches)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Model.eval();
        double sum = 0;
        long count = 0;
        foreach (ToyBatch batch in batches)
        {
            sum += functional.cross_entropy(Model.call(batch.Input), batch.Label, reduction: Reduction.Sum).item<float>();
            count += batch.Label.shape[0];
        }

        Model.train();
        return sum / count;
    }

    public double Evaluate() => Evaluate([ToyBatch.HeldOut]);
}
