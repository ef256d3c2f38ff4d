using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Logging;

/// <summary>What a step and an evaluation report is finite, and answers to batches and weights.</summary>
[Check(
    "loop-numbers-answer", "the numbers that are reported are finite, and answer to weights and batches", CheckArea.Logging,
    Need = Need.TrainsSteps)]
internal sealed class NumbersAnswer : ReplayCheck
{
    /// <summary>The third number is compared: by then a mean that runs on has taken in several.</summary>
    private const long Steps = 3;

    /// <inheritdoc/>
    public override string Why => "A number that is not finite ends the training; one that never changes tells nothing of it.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a logarithm of zero, a division by an empty count, a rate that is too large; or for a number that is "
            + "computed once, or of the wrong tensor.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.NumberIsNaN, CallMutants.ConstantNumber];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => subject.Steps is not null ? "A closed trainer reports no number." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        (TracedCall Call, double Number, int Part)[] numbers = [.. session.Trace().Steps.SelectMany(call =>
            call.Numbers.Parts.Select((number, part) => (call, number, part))).Where(entry => entry.number is not null)
            .Select(entry => (entry.call, entry.number!.Value, entry.part))];
        if (numbers.Length == 0)
        {
            return CheckOutcome.Skipped("A step reports no number.");
        }

        Finding[] endless = [.. numbers.Where(entry => !double.IsFinite(entry.Number)).DistinctBy(entry => entry.Part)
            .Select(entry => new Finding(
            $"step {entry.Call.Step} reports {entry.Number}")
        { Numbers = new Dictionary<string, double> { ["step"] = entry.Call.Step } })];
        if (endless.Length > 0)
        {
            return CheckOutcome.Failed(endless);
        }

        int[] constant = [.. numbers.GroupBy(entry => entry.Part)
            .Where(group => group.Select(entry => entry.Number).Distinct().Count() == 1).Select(group => group.Key)];
        return constant.Length == 0 ? CheckOutcome.Passed
            : Disturbed(session, context, constant, numbers.ToLookup(entry => entry.Part, entry => entry.Number));
    }

    /// <summary>A number that is the same at each step, such as an accuracy of easy samples, may still answer to other weights.</summary>
    private static CheckOutcome Disturbed(TrainingSession session, CheckContext context, int[] parts, ILookup<int, double> numbers)
    {
        context.Step("training other weights on other batches");
        using LoopState other = Replays.After(
            session, Steps, (loop, n) => BatchTensors.Scaled(Replays.OtherBatch(loop, n), -3), weights: session.Seed + 1);
        Finding[] findings = [.. parts.Where(part =>
            other.Numbers.All(given => part < given.Parts.Count && given.Parts[part] == numbers[part].First()))
            .Select(part => new Finding($"every step reports {numbers[part].First():g6}, of other weights and other batches, too")
            {
                Numbers = new Dictionary<string, double> { ["number"] = numbers[part].First() },
            })];
        return CheckOutcome.From(findings);
    }
}
