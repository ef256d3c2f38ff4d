using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training;

/// <summary>Loops as users write them, with every kind of step. That this compiles shows that the signatures infer.</summary>
internal static class FiveSubjectsAsUsersWriteThem
{
    // A classifier on a data loader.
    internal static TrainingSubject T1 => TrainingSubject.For(seed => new Trainer(seed)).WithBatches((t, e) => t.Epoch(e))
        .WithStep((t, b) => t.Step(b)).WithEvaluation(t => t.Evaluate());

    internal static TrainingSubject T2 => TrainingSubject.For(seed => new Trainer(seed)).WithBatches((t, e) => t.Epoch(e))
        .WithStep((t, b) => t.StepF(b));

    internal static TrainingSubject T3 => TrainingSubject.For(seed => new Trainer(seed)).WithBatches((t, e) => t.Epoch(e))
        .WithStep((t, b) => t.StepT(b));

    internal static TrainingSubject T4 => TrainingSubject.For(seed => new Trainer(seed)).WithBatches((t, e) => t.Epoch(e))
        .WithStep((t, b) => { t.StepT(b); });

    internal static TrainingSubject T5 => TrainingSubject.For(seed => new Trainer(seed)).WithBatches(t => t.Loader)
        .WithStep((t, b) => t.Step(b))
        .HasTarget(b => b["label"], of: b => b["image"], classes: 10);

    // A GAN with two optimizers, from a script.
    internal static TrainingSubject Gan =>
        TrainingSubject.For(seed =>
        {
            manual_seed(seed); var g = Linear(4, 4); var d = Linear(4, 1); return new Loop(g, d, optim.Adam(g.parameters()),
        optim.Adam(d.parameters()));
        })
        .WithBatch((l, n) => randn(16, 4))
        .WithStep((l, real) => Step(l, real));

    // The same without a type of its own, as a tuple and as an anonymous object.
    internal static TrainingSubject Tuple =>
        TrainingSubject.For(() => { var g = Linear(4, 4); return (Model: g, Optimizer: optim.Adam(g.parameters())); })
        .WithBatch((l, n) => randn(16, 4))
        .WithStep((l, real) => { l.Optimizer.zero_grad(); l.Model.call(real).mean().backward(); l.Optimizer.step(); });

    internal static TrainingSubject Anonymous =>
        TrainingSubject.For(() => { var g = Linear(4, 4); return new { Model = g, Optimizer = optim.Adam(g.parameters()) }; })
        .WithBatch((l, n) => randn(16, 4))
        .WithStep((l, real) => { l.Optimizer.zero_grad(); l.Model.call(real).mean().backward(); l.Optimizer.step(); });

    // LBFGS, physics-informed.
    internal static TrainingSubject P => TrainingSubject.For(seed => new Pinn(seed)).WithStep(p => p.Step()).WithEvaluation(p => 0.0)
        .SavesForResuming((p, f) => p.Save(f), (p, f) => p.Load(f));

    internal static TrainingSubject P2 => TrainingSubject.For(seed => new Pinn(seed)).WithStep(p => p.StepT());

    internal static TrainingSubject P3 => TrainingSubject.For(seed => new Pinn(seed)).WithStep(p => p.Both())
        .SavesForResuming((p, f) => p.Save(f), f => new Pinn(0)).WithEndOfEpoch(p => p.Epoch(), stepsPerEpoch: 3);

    internal static TrainingSubject P4 => TrainingSubject.For(seed => new Pinn(seed)).WithSteps((p, n) => p.Train(n))
        .WithEvaluation(p => { p.Step(); });

    private static (double, double) Step(Loop l, Tensor real)
    {
        using var scope = NewDisposeScope();
        l.OptD.zero_grad();
        Tensor critic = l.D.call(l.G.call(real).detach()).mean() - l.D.call(real).mean();
        critic.backward();
        l.OptD.step();
        l.OptG.zero_grad();
        Tensor generator = -l.D.call(l.G.call(real)).mean();
        generator.backward();
        l.OptG.step();
        return (critic.item<float>(), generator.item<float>());
    }

    internal sealed record Loop(Module<Tensor, Tensor> G, Module<Tensor, Tensor> D, optim.Optimizer OptG, optim.Optimizer OptD);

    internal sealed class Trainer
    {
        private readonly Module<Tensor, Tensor> _model;
        private readonly optim.Optimizer _optimizer;
        private readonly long _width = 4;

        public Trainer(long s)
        {
            manual_seed(s);
            _model = Linear(_width, 10);
            _optimizer = optim.SGD(_model.parameters(), 0.1);
        }

        public IEnumerable<Dictionary<string, Tensor>> Loader => Epoch(0);

        public double Step(Dictionary<string, Tensor> b) => StepT(b).item<float>();

        public float StepF(Dictionary<string, Tensor> b) => StepT(b).item<float>();

        public Tensor StepT(Dictionary<string, Tensor> b)
        {
            _optimizer.zero_grad();
            Tensor loss = functional.cross_entropy(_model.call(b["image"]), b["label"]);
            loss.backward();
            _optimizer.step();
            return loss;
        }

        public IEnumerable<Dictionary<string, Tensor>> Epoch(long e)
        {
            for (int i = 0; i < 3; i++)
            {
                yield return new() { ["image"] = randn(8, _width) + e, ["label"] = randint(10, 8, dtype: ScalarType.Int64) };
            }
        }

        public double Evaluate() => _model.training ? 1 : 0;
    }

    internal sealed class Pinn
    {
        private readonly Module<Tensor, Tensor> _model;
        private readonly optim.Optimizer _optimizer;
        private int _epochs;

        public Pinn(long seed)
        {
            manual_seed(seed);
            _model = Linear(1, 1);
            _optimizer = optim.LBFGS(_model.parameters());
        }

        public double Step() => StepT().item<float>();

        public (double, Tensor) Both() => (Step(), StepT());

        public Tensor StepT()
        {
            Tensor x = rand(5, 1);
            return _optimizer.step(() =>
            {
                _optimizer.zero_grad();
                Tensor loss = (_model.call(x) - 1).square().mean();
                loss.backward();
                return loss;
            });
        }

        public void Train(long steps)
        {
            for (long i = 0; i < steps; i++)
            {
                Step();
            }
        }

        public void Epoch() => _epochs++;

        public void Save(string p) => _model.save(p);

        public void Load(string p) => _model.load(p);
    }
}
