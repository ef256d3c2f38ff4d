using TorchTrust.Checks;
using TorchTrust.Datasets.Checks.Pictures;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>No items that are held out are nearly items that are trained on.</summary>
/// <remarks>
/// A question: only who made the data knows whether two items that are nearly equal are two.
/// </remarks>
[Check(
    "data-splits-share-no-near-copies",
    "no split that is held out holds what is nearly trained on",
    CheckArea.Splits,
    Severity = Severity.Question)]
internal sealed class DataSplitsShareNoNearCopies : DatasetCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Frames of one film, crops of one photo or a copy that was saved anew lie on both sides: testing asks for what was learned by "
            + "heart.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Cut the data before they are augmented, and by what items come from (the film, the patient). If items are that near each "
            + "other on purpose: subject.SharesItemsOnPurpose(\"train\", \"test\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new NearlyCopyHeldOut(),
    ];

    private const int ShownPairs = 8;

    /// <inheritdoc/>
    protected override CheckOutcome Run(DatasetSession session, CheckContext context)
    {
        var findings = new List<Finding>();
        string skipped =
            "No split is held out from another one that is trained on and not augmented, with inputs of numbers in 40 items each.";
        var pictures = new List<Picture?>();
        bool judged = false;
        foreach (IGrouping<LiveSplit, (LiveSplit Trained, LiveSplit Held, IReadOnlyList<FieldSummary> Inputs)> pairs in
            NearCopies.Pairs(session, context.Step).GroupBy(pair => pair.Trained))
        {
            LiveSplit trained = pairs.Key;
            context.Step($"reading items of split {trained.Name}");
            using var near = new NearCopies(session, trained, pairs.First().Inputs);
            if (!near.CanDecide)
            {
                skipped = $"Items of split {trained.Name} lie in {Numbers.Short(near.Dimension)} dimensions, where near ones come by "
                    + "chance.";
                continue;
            }

            foreach (LiveSplit held in pairs.Select(pair => pair.Held))
            {
                context.Step($"looking for items of split {held.Name} near those of split {trained.Name}");
                (int compared, IReadOnlyList<NearCopy> found) = near.Find(session.SummaryOf(held, context.Step));
                judged |= compared > 0;
                if (found.Count > 0)
                {
                    findings.Add(Describe(trained, held, near, compared, found));
                    pictures.Add(context.IsTrial ? null : Draw(session, trained, held, found));
                }
            }
        }

        return judged ? CheckOutcome.From(findings).Showing(pictures) : CheckOutcome.Skipped(skipped);
    }

    private static ImagesPicture? Draw(DatasetSession session, LiveSplit trained, LiveSplit held, IReadOnlyList<NearCopy> found) =>
        held.IsIndexed
        ? ItemPictures.Pairs(
            $"Items of split {held.Name} beside those of split {trained.Name}",
            session.SummaryOf(trained, _ => { }),
            found.OrderByDescending(copy => copy.Ratio).Take(ShownPairs).Select(copy => (
                $"{held.Name} {copy.Held}", held.Read(copy.Held), $"{trained.Name} {copy.Trained}", trained.Read(copy.Trained))))
        : null;

    private static Finding Describe(LiveSplit trained, LiveSplit held, NearCopies near, int compared, IReadOnlyList<NearCopy> found) => new(
        $"{found.Count} of {compared} items of split {held.Name} that were compared are nearly items of split {trained.Name}, "
            + $"such as {string.Join(", ", found.OrderByDescending(copy => copy.Ratio).Take(4).Select(copy =>
                $"item {copy.Held}, {Numbers.Short(copy.Ratio)} times as near to item {copy.Trained} as to any other"))}"
            + $" ({near.Trained} items of split {trained.Name} were compared, in {Numbers.Short(near.Dimension)} dimensions)")
    {
        Sample = found.Min(copy => copy.Held),
        Numbers = new Dictionary<string, double> { ["near copies"] = found.Count, ["dimension"] = near.Dimension },
    };
}
