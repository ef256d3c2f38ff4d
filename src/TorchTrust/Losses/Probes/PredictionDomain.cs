using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Probes;

/// <summary>Where predictions may lie, as it is declared.</summary>
/// <param name="session">The loss.</param>
internal sealed class PredictionDomain(LossSession session)
{
    /// <summary>What is declared of the argument in which a path lies.</summary>
    public PredictionFact? FactOf(string path) =>
        session.Subject.Facts.Given.FirstOrDefault(fact => fact.Argument == LossArguments.ArgumentOf(path));

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

    /// <summary>The arguments of least loss that are declared for these; null where none are.</summary>
    /// <exception cref="SubjectException">What is declared threw.</exception>
    public LossArguments? Best(LossArguments arguments) => session.Subject.Facts.Best is { } best
        ? new LossArguments(
            SubjectException.Guard("making the best prediction", () => best(arguments.Values)), arguments.Count, arguments.IsAltered)
        : null;
}
