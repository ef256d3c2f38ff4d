using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>Sure predictions, empty ones and perfect ones have a finite loss and a finite gradient.</summary>
[Check(
    "loss-is-finite-at-extremes",
    "the loss and its gradient are finite at the ends of what predictions may be",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossIsFiniteAtExtremes : LossCheck
{
    private static readonly double[] _constants = [0, 1];

    /// <summary>What a prediction of a declared kind may be; null where the kind has no such end.</summary>
    private static readonly (string Where, Func<PredictionFact, Tensor, Tensor?> Give)[] _ends =
    [
        ("predictions of the least value that is declared", (fact, tensor) => AtBound(fact, tensor, fact.Minimum)),
        ("predictions of the greatest value that is declared", (fact, tensor) => AtBound(fact, tensor, fact.Maximum)),
        ("logits of 100 and -100", (fact, tensor) => Logits(fact, tensor, 100)),
        ("logits of 10000 and -10000", (fact, tensor) => Logits(fact, tensor, 1e4)),
        ("probabilities of exactly 0 and 1", Probabilities),
        ("logarithms of probabilities that are all but 0 and 1", LogProbabilities),
    ];

    /// <inheritdoc/>
    public override string Why =>
        "A network that grows sure reaches these values in the midst of training, and one NaN ruins all of its weights.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Take the stable form: cross_entropy or log_softmax of logits, binary_cross_entropy_with_logits, a floor under the logarithm, and "
            + "an epsilon under the root. "
            + "Values that cannot occur: subject.Gives(kind, minimum: …, maximum: …).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new AddUnstableTerm()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        var findings = new List<Finding>();
        bool anyIsKnown = false;
        foreach ((string where, LossArguments arguments) in Extremes(session, session.Arguments()))
        {
            anyIsKnown = true;
            context.Step($"predictions of {where}");
            LossResult result = session.Differentiate(arguments);
            if (!result.IsFinite)
            {
                findings.Add(new Finding($"the loss is {Numbers.Short(result.Total)} for {where}"));
            }
            else if (result.NotFinite.Select(session.NameOf).ToArray() is [_, ..] names)
            {
                findings.Add(
                    new Finding($"the loss is {Numbers.Short(result.Total)}, but the gradient of {string.Join(" and ", names)} is not "
                        + $"finite, for {where}"));
            }
        }

        return anyIsKnown
            ? CheckOutcome.From(findings)
            : CheckOutcome.Skipped(
                "It is not known what predictions may be. Declare it: subject.Gives(PredictionKind.Logits), or another kind, with minimum: "
                    + "…, maximum: … where there are bounds.");
    }

    private static IEnumerable<(string Where, LossArguments Arguments)> Extremes(LossSession session, LossArguments drawn)
    {
        var domain = new PredictionDomain(session);
        (double least, double greatest) = Range(session, drawn);
        foreach (double constant in _constants.Where(constant => least <= constant && constant <= greatest))
        {
            yield return ($"predictions that are all {constant}", domain.With(drawn, (_, tensor) => full_like(tensor, constant)));
        }

        if (domain.Best(drawn) is { } best)
        {
            yield return ("the best prediction", best);
        }

        foreach ((string where, Func<PredictionFact, Tensor, Tensor?> give) in _ends)
        {
            bool isEnd = false;
            LossArguments there = domain.With(drawn, (path, tensor) =>
            {
                Tensor? end = session.Subject.Facts.Given.SingleOrDefault(fact =>
                    fact.Argument == LossArguments.ArgumentOf(path)) is { } fact
                    ? give(fact, tensor)
                    : null;
                isEnd |= end is not null;
                return end ?? tensor;
            });
            if (isEnd)
            {
                yield return (where, there);
            }
        }
    }

    private static Tensor? AtBound(PredictionFact fact, Tensor tensor, double bound) =>
        double.IsFinite(bound) && fact.Kind is not (PredictionKind.Probabilities or PredictionKind.LogProbabilities)
            ? full_like(tensor, bound)
            : null;

    private static Tensor? Logits(PredictionFact fact, Tensor tensor, double size) =>
        fact.Kind == PredictionKind.Logits ? tensor.sign() * size : null;

    private static Tensor? Probabilities(PredictionFact fact, Tensor tensor) => fact switch
    {
        { SumsToOne: true, ClassDimension: { } classes } => IsGreatest(tensor, classes),
        { Kind: PredictionKind.Probabilities } => tensor.greater(0.5).to(tensor.dtype),
        _ => null,
    };

    private static Tensor? LogProbabilities(PredictionFact fact, Tensor tensor) => fact switch
    {
        { Kind: PredictionKind.LogProbabilities, ClassDimension: { } classes } => (IsGreatest(tensor, classes) - 1) * 1e4,
        { Kind: PredictionKind.LogProbabilities } => tensor.greater(-0.5).to(tensor.dtype).sub(1).mul(1e4),
        _ => null,
    };

    private static Tensor IsGreatest(Tensor tensor, int classes) => tensor.eq(tensor.amax([classes], keepdim: true)).to(tensor.dtype);

    /// <summary>
    /// What lies within the values of every prediction that was drawn may occur in each; nothing does where there is none.
    /// </summary>
    private static (double Least, double Greatest) Range(LossSession session, LossArguments drawn)
    {
        Tensor[] predictions =
            [.. drawn.Leaves.Where(leaf => session.IsPrediction(leaf.Path, leaf.Tensor)).Select(leaf => TensorDistance.Real(leaf.Tensor))];
        return (
            predictions.Select(tensor => tensor.min().item<double>()).DefaultIfEmpty(double.NaN).Max(),
            predictions.Select(tensor => tensor.max().item<double>()).DefaultIfEmpty(double.NaN).Min());
    }
}
