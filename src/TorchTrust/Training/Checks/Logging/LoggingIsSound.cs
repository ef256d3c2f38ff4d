using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Logging;

/// <summary>What is logged is finite, in order and what it is declared to be, and logging changes nothing of the training.</summary>
[Check(
    "loop-logging-is-sound", "what is logged is finite and in order, and logging changes nothing", CheckArea.Logging,
    Need = Need.TrainsSteps)]
internal sealed class LoggingIsSound : ReplayCheck
{
    private const long Steps = 5;

    /// <summary>Event files hold numbers in float32.</summary>
    private const double Rounding = 1e-6;

    /// <inheritdoc/>
    public override string Why =>
        "A curve with gaps or with steps out of order is read wrongly, and a logger that draws or trains makes the run depend "
            + "on it.";

    /// <inheritdoc/>
    public override string Remedy => "Count one step for all tags, never back; log numbers, not tensors with their graphs.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.LogNaN, CallMutants.LogBackwards, CallMutants.LogStale];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.AttachLogger is null ? "No logger is declared: subject.WithLogger((loop, record) => …), LogsToMeter or LogsToEventFiles."
            : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        context.Step("training with a logger");
        var logged = new List<(string Tag, double Value, long Step)>();
        using LiveLoop loop = session.Fresh();
        IReadOnlyList<ReportedNumbers> numbers;
        using (loop.Attach((tag, value, step) => logged.Add((tag, value, step))))
        {
            numbers = Replays.Train(session, loop, Steps);
        }

        using LoopState with = new(loop, numbers);
        using LoopState without = Replays.After(session, Steps);
        if (logged.Count == 0)
        {
            return CheckOutcome.Failed([new Finding($"nothing is logged in {Steps} steps, though a logger is attached")]);
        }

        var findings = new List<Finding>();
        foreach (IGrouping<string, (string Tag, double Value, long Step)> tag in logged.GroupBy(entry => entry.Tag))
        {
            if (tag.FirstOrDefault(entry => !double.IsFinite(entry.Value)) is { Tag: not null } endless)
            {
                findings.Add(new Finding($"'{tag.Key}' is logged as {endless.Value} at step {endless.Step}"));
            }

            if (tag.Zip(tag.Skip(1)).FirstOrDefault(pair => pair.Second.Step <= pair.First.Step) is { First.Tag: not null } pair)
            {
                findings.Add(new Finding($"'{tag.Key}' is logged at step {pair.Second.Step} after step {pair.First.Step}"));
            }
        }

        findings.AddRange(session.Subject.Facts.LoggedTags.SelectMany(declared => Stale(declared.Tag, declared.Part, logged, numbers)));
        string[] differ = [.. with.DifferencesFrom(without)];
        if (differ.Length > 0)
        {
            findings.Add(
                new Finding($"{Names(differ, "differs", "differ")} after {Steps} steps with a logger from {Steps} steps without one")
                {
                    Parameter = differ[0],
                });
        }

        return CheckOutcome.From(findings);
    }

    /// <summary>A tag that is declared to be the reported number is logged once a step, with that number.</summary>
    private static IEnumerable<Finding> Stale(
        string tag, int part, List<(string Tag, double Value, long Step)> logged, IReadOnlyList<ReportedNumbers> numbers)
    {
        double[] values = [.. logged.Where(entry => entry.Tag == tag).Select(entry => entry.Value)];
        double?[] reported = [.. numbers.Select(number => part < number.Parts.Count ? number.Parts[part] : null)];
        if (values.Length != reported.Length)
        {
            yield return new Finding($"'{tag}' is logged {values.Length} times in {reported.Length} steps");
            yield break;
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (reported[i] is { } expected && !(Math.Abs(values[i] - expected) <= Rounding * Math.Max(Math.Abs(expected), 1e-12)))
            {
                yield return new Finding($"'{tag}' is logged as {values[i]:g6} in step {i}, which reports {expected:g6}")
                {
                    Numbers = new Dictionary<string, double> { ["logged"] = values[i], ["reported"] = expected, ["step"] = i },
                };
                yield break;
            }
        }
    }
}
