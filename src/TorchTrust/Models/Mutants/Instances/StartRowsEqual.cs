using TorchTrust.Models.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Starts two units of a layer alike.</summary>
internal sealed class StartRowsEqual : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "start-rows-equal";

    /// <inheritdoc/>
    public override string Description => "starts two units of a layer with the same weights";

    /// <summary>The matrices whose first row is not zero.</summary>
    protected override IEnumerable<string> Places(ModelSession session, object instance)
    {
        using var scope = NewDisposeScope();
        return
        [
            .. InitialWeights.Trainable(session, instance)
                .Where(entry => entry.IsMatrix && EqualRows.AsMatrix(entry.Tensor)!.narrow(0, 0, 1).ne(0).any().item<bool>())
                .Select(entry => entry.Path),
        ];
    }

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site) => InitialWeights.Edit(instance, site, tensor =>
    {
        Tensor rows = tensor.detach().squeeze();
        rows.narrow(0, 1, 1).copy_(rows.narrow(0, 0, 1).clone());
    });
}
