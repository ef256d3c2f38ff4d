using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>How a parameter moves depends on which batches were seen: weight decay alone moves it, too.</summary>
[Check(
    "loop-movement-depends-on-data", "every parameter moves by what the batches hold", CheckArea.Optimizer, Severity = Severity.Question, Need = Need.TrainsSteps)]
internal sealed class MovementDependsOnData : ReplayCheck
{
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
        long calls = trace.Window + 2;
        context.Step("training on other batches");
        using LoopState plain = Replays.After(session, calls);
        var exchange = new BatchExchange(_ => true);
        using LoopState other = Replays.After(session, calls, exchange.Batch);
        HashSet<string> differ = [.. plain.DifferencesFrom(other)];
        string[] moving = [.. trace.Trainable.Select(parameter => parameter.Path).Where(trace.Moved.Contains)];
        string[] same = [.. moving.Where(path => !differ.Contains(path))];
        return !exchange.HasDiffered ? CheckOutcome.Skipped(BatchExchange.AllAlike)
            : moving.Length == 0 ? CheckOutcome.Skipped("No parameter moves, so that nothing can depend on the batches.")
            : same.Length == 0 ? CheckOutcome.Passed
            : CheckOutcome.Failed(
            [
                new Finding($"{Names(same, "moves", "move")}, but to the same bits after {calls} steps on other batches: what moves it is no gradient of the data")
                {
                    Parameter = same[0],
                    Numbers = new Dictionary<string, double> { ["parameters"] = same.Length, ["of"] = moving.Length },
                },
            ]);
    }
}
