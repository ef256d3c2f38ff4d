using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>An optimizer that makes updates before an evaluation or the end of an epoch is the one that makes them after it.</summary>
[Check(
    "loop-optimizers-go-on", "the optimizers of the first steps make the updates of later ones", CheckArea.Optimizer,
    Severity = Severity.Question, Need = Need.TrainsSteps)]
internal sealed class OptimizersGoOn : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "An optimizer that is made anew begins without momentum and at its first rate, and a schedule goes on moving the rate of the old "
            + "one.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Make optimizers once, before the first step. Where they are made anew on purpose: subject.RenewsOptimizersOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".RenewsOptimizersOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.StopAfterEpoch];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.RenewsOptimizers is { } renews ? $"Optimizers are made anew, as declared: {renews.Reason}"
        : subject.EndOfEpoch is null ? LacksEvaluation(subject)
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        long window = session.Trace().Window;
        using LiveLoop loop = session.Fresh();
        using var spy = new OptimizerSpy(loop);
        context.Step("hearing updates before");
        Take(loop, Math.Max(window, session.Subject.EndOfEpoch is { StepsPerEpoch: <= 16 } epoch ? epoch.StepsPerEpoch : 1));
        string[] before = [.. Updating(spy)];
        if (before.Length == 0)
        {
            return CheckOutcome.Skipped("No update of an optimizer can be heard.");
        }

        Dictionary<string, optim.Optimizer> held = loop.Members.Optimizers.ToDictionary(entry => entry.Path, entry => entry.Optimizer);
        context.Step("evaluating, ending an epoch, and hearing updates after");
        Probes.Evaluation.Run(session, loop);
        loop.EndEpoch();
        loop.Forget();
        spy.WatchNewOnes();
        Take(loop, window + 1);
        HashSet<string> after = [.. Updating(spy)];
        return CheckOutcome.From([.. before.Where(path => !after.Contains(path) || IsAnother(loop, path, held)).Select(path => new Finding(
            after.Contains(path)
                ? $"{path} is made anew in an evaluation or at the end of an epoch: its state and its rate begin again"
                : $"{path} makes updates in the first steps, and none in {window + 1} steps after an evaluation and the end of an epoch")
        {
            Source = LineOf(session, context, CallKind.Step, path),
        })]);
    }

    /// <summary>Steps without the ends of epochs between them.</summary>
    private static void Take(LiveLoop loop, long count)
    {
        for (long end = loop.StepsTaken + count; loop.StepsTaken < end;)
        {
            loop.Step(loop.StepsTaken);
        }
    }

    private static IEnumerable<string> Updating(OptimizerSpy spy) => spy.Take().Where(heard => heard.IsUpdate)
        .Select(heard => heard.Optimizer).Distinct();

    private static bool IsAnother(LiveLoop loop, string path, Dictionary<string, optim.Optimizer> held) =>
        LoopSites.Optimizer(loop, path) is { } now && !ReferenceEquals(now, held[path]);
}
