using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Breaks one registered parameter, in the live instance and in those that are built later.</summary>
internal abstract class ParameterMutant : Mutant
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        var model = (ModelSession)session;
        return [.. Holders(model).SelectMany(module => Candidates(model, module.Module)
            .Select(name => ObjectGraph.Join(module.Path, name)))];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfParameters((ModelSession)session, sites);

    /// <inheritdoc/>
    public sealed override IDisposable? Apply(ISubjectSession session, string site) =>
        EveryInstance.Break((ModelSession)session, instance => BreakIn((ModelSession)session, instance, site));

    /// <summary>The modules whose members can be broken.</summary>
    protected virtual IEnumerable<(string Path, nn.Module Module)> Holders(ModelSession session) => session.Modules;

    /// <summary>The names of a module's own members that can be broken.</summary>
    protected virtual IEnumerable<string> Candidates(ModelSession session, nn.Module module) =>
        module.named_parameters(recurse: false).Where(entry => entry.parameter.requires_grad)
            .Select(entry => entry.name);

    /// <summary>Breaks a member.</summary>
    /// <param name="session">The session of the subject.</param>
    /// <param name="instance">The live instance, or another one that was built later.</param>
    /// <param name="module">The module that has registered it.</param>
    /// <param name="name">The name under which it is registered there.</param>
    /// <returns>Takes the fault back; null where it cannot be made.</returns>
    protected abstract Action? Break(ModelSession session, object instance, nn.Module module, string name);

    private Action? BreakIn(ModelSession session, object instance, string site)
    {
        int dot = site.LastIndexOf('.');
        string path = dot < 0 ? "" : site[..dot];
        nn.Module? module = ModelSession.ModulesOf(instance)
            .Where(entry => entry.Path == path).Select(entry => entry.Module).FirstOrDefault();
        return module is null ? null : Break(session, instance, module, site[(dot + 1)..]);
    }
}
