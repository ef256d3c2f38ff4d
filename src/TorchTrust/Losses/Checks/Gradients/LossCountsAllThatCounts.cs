using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Gradients;

/// <summary>What counts is trained.</summary>
[Check(
    "loss-counts-all-that-counts",
    "most of what counts has a gradient",
    CheckArea.Gradients,
    Severity = Severity.Question,
    Need = Need.MutatesState)]
internal sealed class LossCountsAllThatCounts : LossCheck
{
    private const int Draws = 4;

    /// <inheritdoc/>
    public override string Why =>
        "A mask that is inverted, or one that drops all but the first positions, trains on the wrong part, at a falling loss.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at the sign of the mask, at its dtype (a bool and a byte index differently), and at the dimension to which it is applied.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new DetachMost()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        CountedElements.AreDeclared(facts)
            ? null
            : "Declare what does not count, if there is such: subject.HasMask(…), subject.Ignores(value) or subject.HasLengths(…).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        var reached = new Dictionary<string, (double Counted, double Reached)>();
        for (int draw = 0; draw < Draws; draw++)
        {
            LossArguments arguments = session.Arguments(draw: draw);
            IReadOnlyDictionary<string, Tensor> counted = CountedElements.Of(session, arguments);
            foreach ((string path, Tensor? gradient) in session.Differentiate(arguments).Gradients)
            {
                if (counted.TryGetValue(path, out Tensor? counts))
                {
                    Tensor trained = gradient is null ? zeros_like(counts) : gradient.ne(0).logical_and(counts);
                    (double before, double beforeReached) = reached.GetValueOrDefault(path);
                    reached[path] = (before + counts.sum().item<long>(), beforeReached + trained.sum().item<long>());
                }
            }
        }

        return reached.Count == 0
            ? CheckOutcome.Inconclusive("What counts has another shape than the predictions: see subject.HasMask.")
            : CheckOutcome.From(
            [
                .. reached.Where(entry => entry.Value.Reached <= entry.Value.Counted / 2).Select(entry => new Finding(
                    $"of the elements of {session.NameOf(entry.Key)} that count, no more than half have a gradient")
                {
                    Parameter = session.NameOf(entry.Key),
                    Numbers = new Dictionary<string, double> { ["count"] = entry.Value.Counted, ["have a gradient"] = entry.Value.Reached },
                }),
            ]);
    }
}
