using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Labels;

/// <summary>No element of an input is the target, and no threshold on one column tells a class without an error.</summary>
/// <remarks>
/// That a threshold tells a class is a question: some classes are that easy.
/// </remarks>
[Check("data-targets-are-not-in-the-input", "the target does not stand in the input", CheckArea.Labels)]
internal sealed class DataTargetsAreNotInTheInput : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "The network copies the answer, and is of no use where the answer is not given.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Leave the column out of the input. If the target is the input on purpose: subject.TargetIsInputOnPurpose(\"target\", "
            + "\"image\", reason); if it is easy: subject.HasEasyTargetOnPurpose(\"label\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new WriteTarget(),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Targets.Count == 0
        ? "No target is declared: subject.HasTarget(\"label\", classes: 10)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        var copies = new List<Finding>();
        var thresholds = new List<Finding>();
        bool judged = false;
        foreach (SplitContent split in splits)
        {
            foreach ((FieldSummary target, FieldSummary input) in TargetPairs.Of(session, split.Summary))
            {
                SampledItem[] items = [.. split.Summary.Sample.Items.Where(item =>
                    item.Fields.ContainsKey(target.Path) && item.Fields.ContainsKey(input.Path))];
                double[][] inputs = [.. items.Select(item => item.Fields[input.Path])];
                double[][] targets = [.. items.Select(item => item.Fields[target.Path])];
                if (inputs.Length < TargetPairs.ItemsFor(input.Elements!.Size)
                    || targets.All(values => values.AsSpan().SequenceEqual(targets[0])))
                {
                    continue;
                }

                judged = true;
                if (CopyOf(input, inputs, targets) is { } where)
                {
                    copies.Add(new Finding($"{where} is the target {target.Path} in all of {inputs.Length} items of split {split.Name} "
                        + $"that were compared"));
                }
                else if (Threshold(input, target, inputs, targets) is { } told)
                {
                    thresholds.Add(
                        new Finding($"{told.Element} tells {target.Path} = {Numbers.Short(told.Class)} without an error, by one "
                            + $"threshold, in {inputs.Length} items of split {split.Name}"));
                }
            }
        }

        return copies.Count > 0 ? CheckOutcome.Failed(copies)
            : thresholds.Count > 0 ? CheckOutcome.Failed(thresholds, Severity.Question)
            : judged ? CheckOutcome.Passed
            : CheckOutcome.Skipped("No target of two values or more stands beside an input of numbers in 20 items.");
    }

    /// <summary>The input, or the element of it, that is the target in every item; null if there is none.</summary>
    private static string? CopyOf(FieldSummary input, double[][] inputs, double[][] targets)
    {
        if (targets[0].Length == inputs[0].Length)
        {
            return inputs.Zip(targets).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)) ? input.Path : null;
        }

        if (targets[0].Length != 1)
        {
            return null;
        }

        int element = Enumerable.Range(0, inputs[0].Length)
            .FirstOrDefault(at => inputs.Zip(targets).All(pair => pair.First[at].Equals(pair.Second[0])), -1);
        return element < 0 ? null : Name(input, element);
    }

    /// <summary>A column of a table that tells a class from all others; pixels and steps are no columns.</summary>
    private static (string Element, double Class)? Threshold(FieldSummary input, FieldSummary target, double[][] inputs, double[][] targets)
    {
        if (target.Plan.Classes is not (> 1 and <= 64) || targets[0].Length != 1 || input.Shape.Length > 1)
        {
            return null;
        }

        foreach (IGrouping<double, int> group in Enumerable.Range(0, targets.Length).GroupBy(item => targets[item][0]))
        {
            double log = Math.Log(2.0 * inputs[0].Length * target.Plan.Classes.Value) - Chance.LogBinomial(targets.Length, group.Count());
            if (log > Math.Log(Chance.Alpha))
            {
                continue;
            }

            var members = group.ToHashSet();
            for (int element = 0; element < inputs[0].Length; element++)
            {
                IEnumerable<double> inside = members.Select(item => inputs[item][element]);
                IEnumerable<double> outside = Enumerable.Range(0, inputs.Length).Where(item => !members.Contains(item))
                    .Select(item => inputs[item][element]);
                if (inside.Max() < outside.Min() || inside.Min() > outside.Max())
                {
                    return (Name(input, element), group.Key);
                }
            }
        }

        return null;
    }

    private static string Name(FieldSummary input, int element) => input.Elements!.Size == 1 ? input.Path : $"{input.Path}[{element}]";
}
