using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Reproducibility;

/// <summary>Neither a step, nor an evaluation, nor the end of an epoch seeds torch's generator.</summary>
/// <remarks>
/// Each is called with two states of the generator; what leaves one state behind has seeded it. That is exact: drawing moves two
/// states to two others.
/// </remarks>
[Check("loop-nothing-seeds", "neither a step nor an evaluation seeds the generator", CheckArea.Reproducibility, Need = Need.TrainsSteps)]
internal sealed class NothingSeeds : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "All noise after that is the same each time: the same dropout masks, the same augmentation, the same order in each "
            + "epoch.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Seed once, before the loop is built. Where an evaluation needs noise of its own, draw it from a torch.Generator, or "
            + "put the state back with torch.random.set_rng_state.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.SeedInStep, CallMutants.SeedInEvaluation];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("calling with two states of the generator");
        using LiveLoop one = session.Fresh();
        using LiveLoop other = session.Fresh();
        var findings = new List<Finding>();
        Compare("a step", loop => loop.Step(loop.Batch(0), loop == one ? 0 : 1));
        Compare("an evaluation", loop => loop.Evaluate(loop == one ? 0 : 1));
        Compare("an evaluation of batches", loop => loop.Evaluate(Probes.Evaluation.BatchesOf(loop), loop == one ? 0 : 1));
        if (session.Subject.EndOfEpoch is { } epoch)
        {
            foreach (LiveLoop loop in new[] { one, other })
            {
                for (long n = 1; n < epoch.StepsPerEpoch; n++)
                {
                    loop.Step(n);
                }
            }

            // The noise of an epoch's end is told by the number of steps, which differs here.
            other.StepsTaken++;
            Compare("the end of an epoch", loop => loop.EndEpoch());
        }

        return CheckOutcome.From(findings);

        void Compare(string what, Action<LiveLoop> call)
        {
            call(one);
            call(other);
            if (one.NoiseLeft == other.NoiseLeft)
            {
                findings.Add(new Finding($"{what} seeds torch's generator: whatever the state before, it is the same after"));
            }
        }
    }
}
