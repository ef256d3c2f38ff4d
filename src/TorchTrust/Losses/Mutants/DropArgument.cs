using System.Globalization;
using TorchTrust.Losses.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Mutants;

/// <summary>Makes the loss blind to one argument.</summary>
internal sealed class DropArgument : LossMutant
{
    /// <inheritdoc/>
    public override string Name => "drop-argument";

    /// <inheritdoc/>
    public override string Description => "sees ones in the place of one argument";

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Sites(LossSession session) =>
        [.. session.Arguments().Leaves.Select(leaf => LossArguments.ArgumentOf(leaf.Path)).Distinct()
            .Select(argument => argument.ToString(CultureInfo.InvariantCulture))];

    /// <inheritdoc/>
    protected override Tensor Give(LossSession session, LossCall call, string site) =>
        call.Loss((object?[])TensorTree.Map(call.Arguments, (path, tensor) =>
            LossArguments.ArgumentOf(path) == int.Parse(site, CultureInfo.InvariantCulture) ? ones_like(tensor) : tensor)!);
}
