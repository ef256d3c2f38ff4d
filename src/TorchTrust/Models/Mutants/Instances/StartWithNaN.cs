using TorchTrust.Models.Probes;

namespace TorchTrust.Models.Mutants;

/// <summary>Starts with a weight that is no number.</summary>
internal sealed class StartWithNaN : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "start-with-nan";

    /// <inheritdoc/>
    public override string Description => "starts with NaN in the first element of a parameter";

    /// <inheritdoc/>
    protected override IEnumerable<string> Places(ModelSession session, object instance) =>
        InitialWeights.Trainable(session, instance).Select(entry => entry.Path);

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site) => InitialWeights.Edit(
        instance, site, tensor => tensor.detach().reshape(-1).narrow(0, 0, 1).fill_(double.NaN));
}
