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

    /// <summary>Of several in a module: what is frozen with all of its module is frozen by a line that says so.</summary>
    protected override IEnumerable<string> Candidates(ModelSession session, nn.Module module) =>
        ReferenceEquals(module, session.Model)
            || module.parameters().Where(parameter => parameter.requires_grad).DistinctBy(parameter => parameter.Handle).Skip(1).Any()
            ? base.Candidates(session, module)
            : [];

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
