using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A check of a training loop.</summary>
[Check("steps-move-every-parameter", "a step moves every parameter", CheckArea.Gradients, Need = Need.TrainsSteps)]
internal sealed class StepsMoveEveryParameter : TrainerCheck
{
    public override string Why => "What the optimizer does not hold stays as it was.";

    public override string Remedy => "Give the optimizer all parameters.";

    public override IReadOnlyList<Mutant> Mutants => [new DropFromOptimizer()];

    protected override CheckOutcome Run(TrainerSession session, CheckContext context)
    {
        LineTrainer trainer = session.Trainer;
        if (trainer.Steps > 0)
        {
            throw new InvalidOperationException("The trainer has been used before.");
        }

        using RandomState _ = RandomState.Fork(session.Seed + 1);
        (string Name, Tensor Before, Tensor Now)[] parameters =
            [.. trainer.Model.named_parameters()
                .Select(entry => (entry.name, TensorBits.NativeCopy(entry.parameter), (Tensor)entry.parameter))];
        context.Step("taking a step");
        trainer.Step();
        return CheckOutcome.From([.. parameters.Where(entry => TensorBits.AreEqual(entry.Before, entry.Now))
            .Select(entry => new Finding($"a step leaves {entry.Name} as it was") { Parameter = entry.Name })]);
    }

    private sealed class DropFromOptimizer : Mutant
    {
        public override string Name => "drop-from-optimizer";

        public override string Description => "keeps one parameter from the optimizer";

        public override IReadOnlyList<string> Sites(ISubjectSession session) =>
            [.. ((TrainerSession)session).Trainer.Model.named_parameters().Select(entry => entry.name)];

        public override IDisposable? Apply(ISubjectSession session, string site)
        {
            LineTrainer trainer = ((TrainerSession)session).Trainer;
            optim.Optimizer whole = trainer.Optimizer;
            trainer.Optimizer = LineTrainer.OptimizerOf(
                trainer.Model.named_parameters().Where(entry => entry.name != site).Select(entry => entry.parameter));
            return new Revert(() =>
            {
                trainer.Optimizer.Dispose();
                trainer.Optimizer = whole;
            });
        }
    }
}
