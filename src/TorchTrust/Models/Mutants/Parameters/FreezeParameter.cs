using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Freezes one parameter, as a loop over too many of them does.</summary>
internal sealed class FreezeParameter : ParameterMutant
{
    /// <inheritdoc/>
    public override string Name => "freeze-parameter";

    /// <inheritdoc/>
    public override string Description => "does not require a gradient of one parameter";

    /// <inheritdoc/>
    public override Facet Keeps => Facet.Values;

    /// <inheritdoc/>
    protected override Action? Break(ModelSession session, object instance, nn.Module module, string name)
    {
        Tensor parameter = module.named_parameters(recurse: false).First(entry => entry.name == name).parameter;
        parameter.requires_grad = false;
        return () => parameter.requires_grad = true;
    }
}
