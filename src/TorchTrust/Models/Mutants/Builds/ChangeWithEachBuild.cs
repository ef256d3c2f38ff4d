using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Lets a weight depend on how often the model was built, as <c>System.Random</c> or a clock in a constructor does.
/// </summary>
internal sealed class ChangeWithEachBuild : Mutant
{
    /// <inheritdoc/>
    public override string Name => "change-with-each-build";

    /// <inheritdoc/>
    public override string Description => "adds a thousandth more to a parameter each time the model is built";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
    [
        .. BuiltInstance.TensorsOf(((ModelSession)session).Model).Values
            .Where(node => node.Value is TorchSharp.Modules.Parameter parameter && parameter.is_floating_point())
            .Select(node => node.Path),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfParameters((ModelSession)session, sites);

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        int builds = 0;
        Action<object> breakInstance = instance =>
        {
            using var scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            builds++;
            if (BuiltInstance.TensorsOf(instance).TryGetValue(site, out ObjectGraphNode? node))
            {
                ((Tensor)node.Value).detach().add_(builds * 1e-3);
            }
        };
        model.OnBuilt.Add(breakInstance);
        return new Revert(() => model.OnBuilt.Remove(breakInstance));
    }
}
