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
    private static readonly double[] _logits = [100, 1e4];

    /// <inheritdoc/>
    public override string Why =>
        "A network that grows sure reaches these values in the midst of training, and one NaN ruins all of its weights.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Take the stable form: cross_entropy or log_softmax of logits, binary_cross_entropy_with_logits, a floor under the logarithm, and an epsilon under the root. "
            + "Values that cannot occur: subject.Gives(kind, minimum: …, maximum: …).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new AddUnstableTerm()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        var domain = new PredictionDomain(session);
        LossArguments drawn = session.Arguments();
        var findings = new List<Finding>();
        foreach ((string where, LossArguments arguments) in Extremes(session, domain, drawn))
        {
            context.Step($"predictions of {where}");
            LossResult result = session.Differentiate(arguments);
            string? what = TensorContent.CountNonFinite(result.Value) is not (0, 0)
                ? $"the loss is {Numbers.Short(result.Total)}"
                : result.Gradients.FirstOrDefault(entry => entry.Value is not null && TensorContent.CountNonFinite(entry.Value) is not (0, 0)).Key is { } path
                    ? $"the loss is {Numbers.Short(result.Total)}, but the gradient of {session.NameOf(path)} is not finite,"
                    : null;
            if (what is not null)
            {
                findings.Add(new Finding($"{what} for {where}"));
            }
        }

        return CheckOutcome.From(findings);
    }

    private static IEnumerable<(string Where, LossArguments Arguments)> Extremes(LossSession session, PredictionDomain domain, LossArguments drawn)
    {
        (double least, double greatest) = Range(session, drawn);
        foreach (double constant in _constants.Where(constant => least < constant && constant < greatest))
        {
            yield return ($"predictions that are all {constant}", domain.With(drawn, (_, tensor) => full_like(tensor, constant)));
        }

        if (domain.Best(drawn) is { } best)
        {
            yield return ("the best prediction", best);
        }

        IReadOnlyList<PredictionFact> given = session.Subject.Facts.Given;
        foreach (double size in given.Any(fact => fact.Kind == PredictionKind.Logits) ? _logits : [])
        {
            yield return ($"logits of {size} and -{size}", domain.With(drawn, (path, tensor) =>
                domain.FactOf(path)?.Kind == PredictionKind.Logits ? tensor.sign() * size : tensor));
        }

        if (given.Any(fact => fact.Kind == PredictionKind.Probabilities))
        {
            yield return ("probabilities of exactly 0 and 1", domain.With(drawn, (path, tensor) => domain.FactOf(path) switch
            {
                { SumsToOne: true, ClassDimension: { } classes } => tensor.eq(tensor.amax([classes], keepdim: true)).to(tensor.dtype),
                { Kind: PredictionKind.Probabilities } => tensor.greater(0.5).to(tensor.dtype),
                _ => tensor,
            }));
        }
    }

    /// <summary>What lies within the values of every prediction that was drawn may occur in each.</summary>
    private static (double Least, double Greatest) Range(LossSession session, LossArguments drawn)
    {
        Tensor[] predictions = [.. drawn.Leaves.Where(leaf => session.IsPrediction(leaf.Path, leaf.Tensor)).Select(leaf => TensorDistance.Real(leaf.Tensor))];
        return predictions.Length == 0
            ? (0, 0)
            : (predictions.Max(tensor => tensor.min().item<double>()), predictions.Min(tensor => tensor.max().item<double>()));
    }
}
