using TorchTrust.Checks;
using TorchTrust.Datasets.Fields;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Content;

/// <summary>A field has one type and one shape in all items and in all splits.</summary>
/// <remarks>
/// Shapes that differ are a question: a data set of several lengths is right, where something fills them up.
/// </remarks>
[Check("data-shapes-agree", "items agree in fields, types and shapes", CheckArea.Content)]
internal sealed class DataShapesAgree : ContentCheck
{
    /// <inheritdoc/>
    public override string Why => "A batch of such items cannot be stacked, or it is cast and broadcast in silence.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Bring the field to one type and one shape when it is read. If its length differs from item to item: "
            + "subject.HasSeveralLengths(\"tokens\", dimension: 0).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new ChangeValues(
            "drop-an-element",
            "lacks the last row of a field in one item",
            (_, field) => field is { Elements.Size: > 1, Plan.HasSeveralLengths: false } && field.Shape[0] > 1,
            (values, _) => values.narrow(0, 0, values.shape[0] - 1))
        {
            Reach = FaultReach.OneItem,
            Needs = (session, _, _) => !Collates(session),
        },
        new ChangeType(),
    ];

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        var wrong = new List<Finding>();
        var questions = new List<Finding>();
        foreach (string path in splits.SelectMany(split => split.Summary.Fields).Select(field => field.Path).Distinct())
        {
            (string Split, string Layout, Offenders Items)[] layouts =
            [
                .. from split in splits
                   let field = split.Summary.FieldAt(path)
                   where field is not null
                   from layout in field.Layouts
                   where layout.Key != FieldContent.Missing
                   select (split.Name, layout.Key, layout.Value),
            ];
            if (layouts.DistinctBy(layout => layout.Layout).Count() < 2 || IsText(layouts))
            {
                continue;
            }

            bool sameRank = layouts.DistinctBy(layout => Type(layout.Layout)).Count() == 1
                && layouts.DistinctBy(layout => Rank(layout.Layout)).Count() == 1;
            bool severalLengths = splits.Any(split => split.Summary.FieldAt(path)?.Plan.HasSeveralLengths == true);
            if (!sameRank)
            {
                wrong.Add(Describe(path, layouts));
            }
            else if (!severalLengths && !Collates(session))
            {
                questions.Add(Describe(path, layouts));
            }
        }

        return wrong.Count > 0 ? CheckOutcome.Failed(wrong) : CheckOutcome.From(questions, Severity.Question);
    }

    /// <summary>Whether a loader of the user's makes batches, and may fill up what differs in length.</summary>
    private static bool Collates(DatasetSession session) => session.Subject.Loaders.Count > 0;

    private static Finding Describe(string path, (string Split, string Layout, Offenders Items)[] layouts) => new(
        $"{path} is " + string.Join(", ", layouts.OrderByDescending(layout => layout.Items.Count).Take(6)
            .Select(layout => $"{layout.Layout} in {layout.Items} of split {layout.Split}")))
    {
        Sample = layouts.OrderBy(layout => layout.Items.Count).First().Items.First.First(),
    };

    private static bool IsText((string Split, string Layout, Offenders Items)[] layouts) =>
        layouts.All(layout => layout.Layout.StartsWith("String", StringComparison.Ordinal));

    private static string Type(string layout) => layout.Split(' ')[0];

    private static int Rank(string layout) => layout.EndsWith("[]", StringComparison.Ordinal) ? 0 : layout.Split(',').Length;
}
