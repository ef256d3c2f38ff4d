using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Writes into an argument.</summary>
internal sealed class ChangeArgument : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "change-argument";

    /// <inheritdoc/>
    public override string Description => "changes an argument in place";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        [.. session.Arguments().Leaves.Select(leaf => leaf.Path)];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site)
    {
        Tensor value = call.Value;
        using IDisposable noGradients = no_grad();
        foreach ((string _, Tensor tensor) in TensorTree.Flatten(call.Arguments).Where(leaf => leaf.Path == site))
        {
            using Tensor place = tensor.detach();
            if (tensor.dtype == ScalarType.Bool)
            {
                place.logical_not_();
            }
            else
            {
                place.add_(1);
            }
        }

        return value;
    }
}
