using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>How a parameter moves depends on which batches were seen: weight decay alone moves it, too.</summary>
[Check(
    "loop-movement-depends-on-data", "every parameter moves by what the batches hold", CheckArea.Optimizer, Severity = Severity.Question,
    Need = Need.TrainsSteps)]
internal sealed class MovementDependsOnData : ReplayCheck
{
    /// <summary>How many times as many steps are taken where something has the same bits after the first few.</summary>
    private const long Longer = 4;

    /// <inheritdoc/>
    public override string Why => "A parameter that shrinks by weight decay alone moves with every step, and learns nothing.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a loss that was detached, or a layer that the loss does not reach. Where it is on purpose: "
            + "subject.LeavesUnusedOnPurpose(pattern, reason).";

    /// <inheritdoc/>
    public override string Declaration => ".LeavesUnusedOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.OnlyDecay];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => LacksBatches(subject);

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        string[] moving = [.. trace.Trainable.Select(parameter => parameter.Path).Where(trace.Moved.Contains)];
        if (moving.Length == 0)
        {
            return CheckOutcome.Skipped("No parameter moves, so that nothing can depend on the batches.");
        }

        long calls = trace.Window + 2;
        if (Same(session, context, moving, calls) is not { } same)
        {
            return CheckOutcome.Skipped(BatchExchange.AllAlike);
        }

        // The first updates of Adam and its kin have the size of the rate and only the gradient's sign, which may be the same by chance.
        long most = session.Subject.Facts.Length is (var count, TrainingUnit.Step) ? Math.Min(Longer * calls, count) : Longer * calls;
        if (same.Length > 0 && most > calls)
        {
            calls = most;
            same = Same(session, context, same, calls) ?? [];
        }

        return same.Length == 0
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
            [
                new Finding($"{Names(same, "moves", "move")}, but to the same bits after {calls} steps on other batches: what moves it is "
                    + "no gradient of the data")
                {
                    Parameter = same[0],
                    Numbers = new Dictionary<string, double> { ["parameters"] = same.Length, ["of"] = moving.Length },
                },
            ]).Answering(Declarations.Of(Declaration, same));
    }

    /// <summary>What has the same bits after a training on other batches; null where there are no others.</summary>
    private static string[]? Same(TrainingSession session, CheckContext context, string[] moving, long calls)
    {
        context.Step($"training {calls} steps on other batches");
        using LoopState plain = Replays.After(session, calls);
        var exchange = new BatchExchange(_ => true);
        using LoopState other = Replays.After(session, calls, exchange.Batch);
        HashSet<string> differ = [.. plain.DifferencesFrom(other)];
        return exchange.HasDiffered ? [.. moving.Where(path => !differ.Contains(path))] : null;
    }
}
