using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>
/// Compares each prediction with the targets of all samples, where a target acts on the gradient of a prediction at all: where it is
/// a term of its own, no sample is trained towards the target of another one.
/// </summary>
internal sealed class BroadcastTargetThatTurns : BroadcastTarget
{
    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session)
    {
        LossArguments arguments = session.Arguments();
        Dictionary<string, Tensor> others = session.Arguments(draw: 1).Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        LossResult before = session.Differentiate(arguments);
        LossResult after = session.Differentiate(arguments.With((path, tensor) =>
            session.Subject.Facts.Predictions.Contains(LossArguments.ArgumentOf(path)) ? tensor : others[path]));
        return before.Gradients.Any(
            entry => entry.Value is { } gradient && after.Gradients[entry.Key] is { } other && !TensorBits.AreEqual(gradient, other))
            ? base.Sites(session)
            : [];
    }
}
