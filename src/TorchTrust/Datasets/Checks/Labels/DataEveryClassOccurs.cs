using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Labels;

/// <summary>A class that one split has is in the others, unless chance alone could have left it out.</summary>
/// <remarks>
/// A question: testing may ask for other classes on purpose.
/// </remarks>
[Check(
    "data-every-class-occurs",
    "every class is in every split, where chance would have it there",
    CheckArea.Labels,
    Severity = Severity.Question)]
internal sealed class DataEveryClassOccurs : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "What is never trained on cannot be learned, and what is never tested is not known.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Shuffle before the data are cut, or cut each class by itself. If classes are left out on purpose: "
            + "subject.LeavesClassesOutOnPurpose(\"test\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new LoseClass(),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Facts.Targets.All(target => target.Classes is null)
        ? "No target of classes is declared: subject.HasTarget(\"label\", classes: 10)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        SplitContent[] judged = [.. splits.Where(split => !session.Subject.Facts.AbsentClasses.Any(fact => fact.Covers(split.Name)))];
        if (judged.Length < 2)
        {
            return CheckOutcome.Skipped("There are not two splits that have to have the same classes.");
        }

        return CheckOutcome.From(
        [
            .. from split in judged
               from other in judged
               where split.Live.Declared.PartOf != other.Name && other.Live.Declared.PartOf != split.Name
               from field in split.Summary.Fields
               where field.Plan is { IsTarget: true, Classes: not null }
               from label in Absent(field, other.Summary.FieldAt(field.Path))
               select new Finding(
                   $"class {label.Class} of {field.Path} is in no item of split {split.Name}, and in {label.Count} of "
                       + $"{other.Summary.Items} of split {other.Name}")
               {
                   Numbers = new Dictionary<string, double> { ["items of the other split"] = label.Count },
               },
        ]);
    }

    /// <summary>
    /// Classes that another split has so often that their absence is no chance: its share is halved to be on the safe side.
    /// </summary>
    internal static IEnumerable<(double Class, long Count)> Absent(FieldSummary field, FieldSummary? other) =>
        field.Values is not { } here || other?.Values is not { } there || field.Elements is not { Size: 1 }
            || other.Elements is not { Size: 1 }
            ? []
            : there.Where(value => field.Plan.Counts(value.Key) && !here.ContainsKey(value.Key)).Select(value => (value.Key, value.Value))
                .Where(label => IsBeyondChance(label.Value, other.NumericItems, field.NumericItems));

    /// <summary>Whether a class that so many of the other items have would be among these but for a chance below alpha.</summary>
    internal static bool IsBeyondChance(long count, long others, long items) =>
        items * Math.Log(1 - (count / 2.0 / others)) < Math.Log(Chance.Alpha) && count >= 8;
}
