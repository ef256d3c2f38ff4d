using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.State;

/// <summary>A normalization with running statistics serves one place, or several whose inputs are of one distribution.</summary>
/// <remarks>
/// A question: a network for two domains may normalize both by one average on purpose. Two inputs of one kind, as those of a siamese
/// network, differ by chance only, and pass.
/// </remarks>
[Check(
    "statistics-serve-one-place",
    "running statistics serve one place of the network only",
    CheckArea.State,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class StatisticsServeOnePlace : ModelCheck
{
    private const int Draws = 2;
    private const long Count = 64;

    /// <inheritdoc/>
    public override string Why =>
        "In eval mode both places are normalized by an average of the two, which fits neither: the model is worse in use than in training.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Give each place a normalization of its own, also where the layers around it are shared. If one serves both on purpose: "
            + "subject.SharesModulesOnPurpose(\"norm\", reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new NormalizeTwice()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.MakeInputs is null
        ? "What is chance can be told of many samples only, and their number cannot be chosen. Declare the input as n => …: "
            + "subject.WithInput(n => torch.randn(n, …))."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        if (!session.Modules.Any(entry => StatisticsOfCalls.KeepsStatistics(entry.Module)))
        {
            return CheckOutcome.Skipped("No normalization keeps running statistics.");
        }

        var findings = new List<Finding>();
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            using var scope = NewDisposeScope();
            session.MoveTo(point);
            foreach ((string path, Tensor moments) in StatisticsOfCalls.Of(session, Draws, Count, context.Step))
            {
                if (findings.All(finding => finding.Module != path) && !session.Subject.Facts.Shared.Any(fact => fact.Covers(path))
                    && Difference(moments) is { } difference)
                {
                    findings.Add(Describe(path, moments.size(0), difference));
                }
            }
        }

        return CheckOutcome.From(findings);
    }

    /// <summary>
    /// The largest imbalance of signs between two calls: were the inputs of both places of one distribution, each sample would be as
    /// likely to be larger at the one as at the other.
    /// </summary>
    /// <returns>The first channel whose imbalance has a probability below alpha, divided by the number of tests; null where there is
    /// none.</returns>
    private static (int First, int Second, string Moment, long Channel, double Probability)? Difference(Tensor moments)
    {
        (int calls, int channels) = ((int)moments.size(0), (int)moments.size(3));
        double alpha = Thresholds.Alpha / (calls * (calls - 1) / 2.0 * 2 * channels);
        foreach ((int first, int second) in Pairs(calls))
        {
            using var scope = NewDisposeScope();
            Tensor difference = moments[first] - moments[second];
            long[] larger = [.. difference.gt(0).sum(dim: 0).flatten().data<long>()];
            long[] smaller = [.. difference.lt(0).sum(dim: 0).flatten().data<long>()];
            for (int i = 0; i < larger.Length; i++)
            {
                if (SignTest.Probability(larger[i], smaller[i]) is var probability && probability < alpha)
                {
                    return (first, second, i < channels ? "mean" : "mean square", i % channels, probability);
                }
            }
        }

        return null;
    }

    private static IEnumerable<(int First, int Second)> Pairs(int calls) =>
        from first in Enumerable.Range(0, calls)
        from second in Enumerable.Range(first + 1, calls - first - 1)
        select (first, second);

    private static Finding Describe(
        string path, long calls, (int First, int Second, string Moment, long Channel, double Probability) difference) => new(
        $"{path} runs {calls} times in one call of the model, on inputs of other statistics, and keeps one set for all: the "
            + $"{difference.Moment} of channel {difference.Channel} differs between its calls {difference.First} and {difference.Second} "
            + "beyond chance")
        {
            Module = path,
            Numbers = new Dictionary<string, double> { ["calls"] = calls, ["probability by chance"] = difference.Probability },
        };
}
