using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>Where predictions may lie, as it is declared or as all draws show it.</summary>
/// <param name="session">The loss.</param>
internal sealed class PredictionDomain(LossSession session)
{
    private const int Draws = 3;

    /// <summary>What float32 leaves of a sum of probabilities, or of its logarithm, beside 1.</summary>
    private const double RoundingOfASum = 1e-4;

    private readonly Dictionary<string, PredictionFact?> _drawn = [];

    /// <summary>
    /// What is declared of the argument in which a path lies; where nothing is, what shows in every draw: rows that sum to 1 are
    /// probabilities, and rows whose exponentials do are their logarithms.
    /// </summary>
    public PredictionFact? FactOf(string path)
    {
        if (session.Subject.Facts.Given.FirstOrDefault(fact => fact.Argument == LossArguments.ArgumentOf(path)) is { } declared)
        {
            return declared;
        }

        if (!_drawn.TryGetValue(path, out PredictionFact? drawn))
        {
            _drawn[path] = drawn = Drawn(path);
        }

        return drawn;
    }

    /// <summary>The nearest values that are allowed: within the bounds, and along classes those of probabilities.</summary>
    public Tensor Into(string path, Tensor values)
    {
        if (values.is_complex() || FactOf(path) is not { } fact)
        {
            return values;
        }

        values = double.IsFinite(fact.Minimum) ? values.clamp_min(fact.Minimum) : values;
        values = double.IsFinite(fact.Maximum) ? values.clamp_max(fact.Maximum) : values;
        return fact switch
        {
            { SumsToOne: true, ClassDimension: { } dimension } => values / values.sum(dimension, keepdim: true).clamp_min(1e-300),
            { Kind: PredictionKind.LogProbabilities, ClassDimension: { } dimension } => values.log_softmax(dimension),
            _ => values,
        };
    }

    /// <summary>Other predictions in the place of those that are there, brought into their domain.</summary>
    public LossArguments With(LossArguments arguments, Func<string, Tensor, Tensor> move) => arguments.With((path, tensor) =>
        session.IsPrediction(path, tensor) ? Into(path, move(path, tensor)) : tensor);

    private PredictionFact? Drawn(string path)
    {
        Tensor[] draws =
        [
            .. Enumerable.Range(0, Draws)
                .Select(draw => session.Arguments(draw: draw).Leaves.FirstOrDefault(leaf => leaf.Path == path).Tensor)
                .Where(tensor => tensor is not null && tensor.is_floating_point()).Select(tensor => tensor.detach().to(ScalarType.Float64)),
        ];
        if (draws.Length < Draws)
        {
            return null;
        }

        int argument = LossArguments.ArgumentOf(path);
        for (int dimension = (int)draws[0].dim() - 1; dimension >= 0; dimension--)
        {
            if (dimension == session.ArgumentLayout[path].Dimension || draws[0].shape[dimension] < 2)
            {
                continue;
            }

            bool Sums(Func<Tensor, Tensor> sum) => draws.All(tensor => sum(tensor).abs().max().item<double>() < RoundingOfASum);
            if (draws.All(tensor => tensor.min().item<double>() >= 0) && Sums(tensor => tensor.sum(dimension) - 1))
            {
                return new PredictionFact(argument, PredictionKind.Probabilities, 0, 1, dimension);
            }

            if (Sums(tensor => tensor.logsumexp(dimension)))
            {
                return new PredictionFact(argument, PredictionKind.LogProbabilities, double.NegativeInfinity, 0, dimension);
            }
        }

        return null;
    }

    /// <summary>The arguments of least loss that are declared for these; null where none are.</summary>
    /// <exception cref="SubjectException">What is declared threw.</exception>
    public LossArguments? Best(LossArguments arguments) => session.Subject.Facts.Best is { } best
        ? new LossArguments(
            SubjectException.Guard("making the best prediction", () => best(arguments.Values)), arguments.Count, arguments.IsAltered)
        : null;
}
