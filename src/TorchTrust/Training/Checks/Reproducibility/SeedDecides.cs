using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Reproducibility;

/// <summary>The same seed gives the same training, and another seed begins elsewhere.</summary>
[Check(
    "loop-seed-decides", "the seed decides the training", CheckArea.Reproducibility, Severity = Severity.Question, Need = Need.TrainsSteps)]
internal sealed class SeedDecides : TrainingCheck
{
    private const long Steps = 4;

    private const string RemedyOfSameBits =
        "Seed nothing in the constructor, and pass the seed on. Where weights come from a file on purpose, switch this off: "
        + "subject.Skip(\"loop-seed-decides\", reason).";

    private const string AnswerOfSameBits = ".Skip(\"loop-seed-decides\", \"why it is right\")";

    /// <inheritdoc/>
    public override string Why => "A run cannot be repeated, or several runs with several seeds are one and the same run.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Draw from torch's generator or from one that is made from the seed, not from Random.Shared or a clock. Where threads make it so "
            + "on purpose: subject.IsNotRepeatableOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".IsNotRepeatableOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.ChangeWithEachBuild, StateMutants.IgnoreSeed];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.NotRepeatable is { } declared ? $"The same seed does not give the same bits, as declared: {declared.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("training twice with the same seed");
        using LoopState one = Replays.After(session, Steps, isBuilt: true);
        using LoopState again = Replays.After(session, Steps, isBuilt: true);
        string[] differ = [.. one.DifferencesFrom(again)];
        if (differ.Length > 0)
        {
            return Failed($"{Names(differ, "differs", "differ")} after {Steps} steps of two loops that were built with the same seed",
                differ);
        }

        if (!one.Numbers.SelectMany(numbers => numbers.Parts).SequenceEqual(again.Numbers.SelectMany(numbers => numbers.Parts)))
        {
            return Failed($"two loops that were built with the same seed report other numbers in their first {Steps} steps", []);
        }

        // What begins as constants begins the same with any seed.
        using LoopState start = Replays.After(session, 0);
        if (start.Tensors.All(entry => !start.IsParameter(entry.Key) || TensorContent.IsConstant(entry.Value)))
        {
            return CheckOutcome.Passed;
        }

        context.Step("training with another seed");
        using LoopState other = Replays.After(session, Steps, weights: session.Seed + 1);
        return !one.DifferencesFrom(other).Any(one.IsParameter)
            ? CheckOutcome.Failed([new Finding("all parameters have the same bits when the loop is built with another seed")],
                remedy: RemedyOfSameBits).Answering(AnswerOfSameBits)
            : CheckOutcome.Passed;
    }

    private static CheckOutcome Failed(string what, string[] paths) =>
        CheckOutcome.Failed([new Finding(what) { Parameter = paths.FirstOrDefault() }]);
}
