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

    /// <summary>Another model, of which a test says what it is.</summary>
    public nn.Module? Other { get; set; }

    public optim.lr_scheduler.LRScheduler? Schedule { get; set; }

    /// <summary>The right loop, whose batches all hold the same.</summary>
    public static TrainingSubject<ToyLoop, ToyBatch> AllAlike => TrainingSubject.For(() => new ToyLoop())
        .WithBatch((_, _) => ToyBatch.HeldOut).WithStep((loop, batch) => loop.Step(batch));

    /// <summary>A loop that computes and reports a loss, and trains nothing.</summary>
    public static TrainingSubject<ToyLoop, ToyBatch> Idle => With((loop, batch) => loop.Loss(batch).item<float>());

    /// <summary>A plain optimizer, whose rate each call sets.</summary>
    public static TrainingSubject<ToyLoop, ToyBatch> AtRates(Func<int, double> rate) => Of(Plain, (loop, batch) =>
    {
        loop.Optimizer.ParamGroups.First().LearningRate = rate(loop.Calls++);
        return loop.Step(batch);
    });

    /// <summary>A step that gathers gradients, and makes an update in one of so many calls.</summary>
    public static TrainingSubject<ToyLoop, ToyBatch> Gathering(int calls, Func<ToyLoop>? build = null) =>
        Of(build ?? Plain, (loop, batch) =>
    {
        using var scope = NewDisposeScope();
        Tensor loss = loop.Loss(batch);
        (loss / calls).backward();
        if (++loop.Calls % calls == 0)
        {
            loop.Optimizer.step();
            loop.Optimizer.zero_grad();
        }

        return loss.item<float>();
    });

    /// <summary>An optimizer that is native, and evaluates the loss as often as it likes.</summary>
    public static TrainingSubject<ToyLoop, ToyBatch> Lbfgs => Of(
        () => new ToyLoop(optimizer: model => optim.LBFGS(model.parameters(), lr: 0.1, max_iter: 2)),
        (loop, batch) => loop.Optimizer.step(() =>
        {
            loop.Optimizer.zero_grad();
            Tensor loss = loop.Loss(batch);
            loss.backward();
            return loss;
        }).item<float>());

    /// <summary>A loop whose optimizer keeps nothing from step to step.</summary>
    public static ToyLoop Plain() => new(optimizer: model => optim.SGD(model.parameters(), 0.1));

    /// <summary>The right loop, beside a model that was disposed.</summary>
    public static TrainingSubject<ToyLoop, ToyBatch> BesideDisposed => Of(() =>
    {
        var loop = new ToyLoop { Other = Linear(2, 2) };
        loop.Other.Dispose();
        return loop;
    });

    /// <summary>A loop with more parameters than a message names one by one.</summary>
    public static ToyLoop Deep() => new(Sequential(Linear(4, 6), Tanh(), Linear(6, 6), Tanh(), Linear(6, 3)));

    /// <summary>Saves the model and the state of its optimizer.</summary>
    public static void Save(ToyLoop loop, string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        loop.Model.save(writer);
        ((TorchSharp.Modules.OptimizerHelper)loop.Optimizer).save_state_dict(writer);
    }

    /// <summary>Loads what was saved.</summary>
    public static void Load(ToyLoop loop, string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        loop.Model.load(reader);
        ((TorchSharp.Modules.OptimizerHelper)loop.Optimizer).load_state_dict(reader);
    }

    public static TrainingSubject<ToyLoop, ToyBatch> With(Func<ToyLoop, ToyBatch, double> step) => Of(() => new ToyLoop(), step);

    public static TrainingSubject<ToyLoop, ToyBatch> Of(Func<ToyLoop> build, Func<ToyLoop, ToyBatch, double>? step = null) =>
        TrainingSubject.For(build)
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
