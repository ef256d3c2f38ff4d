using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Splits;

/// <summary>Mean and deviation are not 0 and 1 over all splits together while they are not so over the training.</summary>
/// <remarks>
/// Bounds that are reached exactly by all splits together, and by training alone not, are a question.
/// </remarks>
[Check("data-statistics-come-from-training", "no statistics are fitted on what is held out", CheckArea.Splits)]
internal sealed class DataStatisticsComeFromTraining : ContentCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "What is known of the test data flows into the training, and the measure is too good; in use there is no test set to "
            + "fit on.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Cut first. Fit mean, deviation, minimum and maximum on the training split alone, and apply them to all.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new StandardizeOverAll(),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Splits.Count < 2 ? "There is one split only." : null;

    private const int MinimumItems = 10;
    private const int MinimumFeatures = 4;

    /// <summary>How many times nearer to 0 and 1 all splits together lie than training alone: float32 leaves more than that.</summary>
    private const double Nearer = 1000;

    /// <summary>What is standardized by its own statistics, in float32, has 0 and 1 to five places.</summary>
    private const double Exact = 1e-4;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, IReadOnlyList<SplitContent> splits)
    {
        LiveSplit[] disjoint = [.. session.Disjoint()];
        SplitContent[] all = [.. splits.Where(split => disjoint.Contains(split.Live))];
        var wrong = new List<Finding>();
        var questions = new List<Finding>();
        bool judged = false;
        foreach (SplitContent trained in all.Where(split => split.Live.IsTrainedOn && split.Summary.Items >= MinimumItems))
        {
            foreach (FieldSummary field in trained.Summary.Inputs.Where(field =>
                field is { Elements: not null, IsConstant: false } && !field.IsWhole))
            {
                ElementStatistics? together = Together(all, field);
                if (together is null)
                {
                    continue;
                }

                judged = true;
                if (Parts(field).Any(parts => Distance(field.Elements!, parts) is var alone
                    && Distance(together, parts) is < Exact and var whole && alone > Nearer * whole))
                {
                    (_, double mean, double deviation) = field.Elements!.Over(Enumerable.Range(0, field.Elements.Size));
                    wrong.Add(new Finding(
                        $"{field.Path} has mean 0 and deviation 1 over all splits together, and mean {Numbers.Short(mean)} and deviation "
                            + $"{Numbers.Short(deviation)} over split {trained.Name}: "
                            + "its statistics were fitted on what is held out, too"));
                }
                else if (field.Elements!.Size >= MinimumFeatures && SpansExactly(together) && !SpansExactly(field.Elements))
                {
                    questions.Add(
                        new Finding($"each of {field.Elements.Size} elements of {field.Path} spans [0, 1] exactly over all splits "
                            + $"together, and not over split {trained.Name}"));
                }
            }
        }

        return wrong.Count > 0 ? CheckOutcome.Failed(wrong)
            : judged ? CheckOutcome.From(questions, Severity.Question)
            : CheckOutcome.Skipped(
                $"No input of numbers that are not whole has one shape in all splits, and {MinimumItems} items that are trained on.");
    }

    private static ElementStatistics? Together(SplitContent[] splits, FieldSummary field)
    {
        ElementStatistics?[] parts = [.. splits.Select(split => split.Summary.FieldAt(field.Path)?.Elements)];
        if (parts.Length < 2 || parts.Any(part => part?.Size != field.Elements!.Size))
        {
            return null;
        }

        var together = new ElementStatistics(field.Elements!.Size);
        Array.ForEach(parts, part => together.Merge(part!));
        return together;
    }

    /// <summary>All values; each channel; each element: those that vary.</summary>
    private static IEnumerable<IReadOnlyList<IEnumerable<int>>> Parts(FieldSummary field)
    {
        ElementStatistics elements = field.Elements!;
        int channels = field.Shape is [var first, _, ..] ? (int)first : 1;
        return new[] { 1, channels, elements.Size }.Select(parts => (IReadOnlyList<IEnumerable<int>>)
        [
            .. Enumerable.Range(0, parts).Select(part => Enumerable.Range(part * (elements.Size / parts), elements.Size / parts))
                .Where(part => part.Any(element => elements.Minimum[element] < elements.Maximum[element])),
        ]);
    }

    /// <summary>How far the parts lie from mean 0 and deviation 1, with n or n - 1 as divisor.</summary>
    private static double Distance(ElementStatistics statistics, IReadOnlyList<IEnumerable<int>> parts) =>
        parts.Count == 0 ? double.PositiveInfinity : parts.Max(part =>
    {
        (long count, double mean, double deviation) = statistics.Over(part);
        double unbiased = deviation * Math.Sqrt(count / (count - 1.0));
        return Math.Max(Math.Abs(mean), Math.Min(Math.Abs(deviation - 1), Math.Abs(unbiased - 1)));
    });

    private static bool SpansExactly(ElementStatistics elements) =>
        elements.Minimum.All(value => value == 0) && elements.Maximum.All(value => value == 1);
}
