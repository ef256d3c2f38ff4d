using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Takes a child out of its parent's registration, as if it stood in a list.</summary>
internal sealed class UnregisterModule(bool onlyWhereModesMatter = false) : Mutant
{
    /// <inheritdoc/>
    public override string Name => "unregister-module";

    /// <inheritdoc/>
    public override string Description => "holds a child in a field, unregistered";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
        [
        .. Places(((ModelSession)session).Model)
            .Where(place => onlyWhereModesMatter
                ? HasMode((ModelSession)session, place.Path)
                : !Unregistered.IsOnPurpose(((ModelSession)session).Subject.Facts, place.Path))
            .Select(place => place.Path),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfChildren((ModelSession)session, sites);

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site) =>
        EveryInstance.Break((ModelSession)session, instance => Remove(instance, site));

    /// <summary>Activations and the like are missed by nobody, and registrations tell it without a call.</summary>
    public override bool AsksEquivalenceFirst => true;

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        object model = ((ModelSession)session).Model;
        nn.Module[] children =
            [.. Places(model).Where(place => place.Path == site)
                .Select(place => RegisteredMembers.ChildTable(place.Parent)[place.Name])];
        int registrations = ModelSession.ModulesOf(model).SelectMany(entry => entry.Module.named_children())
            .Count(child => children.Contains(child.module));
        return children.All(Unregistered.IsHarmless) || registrations > 1;
    }

    /// <summary>
    /// Children that a user's own module holds in a field: they are still reached when they are not registered.
    /// </summary>
    private static IEnumerable<(string Path, nn.Module Parent, string Name)> Places(object model)
    {
        foreach ((string path, nn.Module parent) in ModelSession.ModulesOf(model))
        {
            foreach ((string name, nn.Module child) in parent.named_children())
            {
                if (ObjectGraph.UserFields(parent.GetType())
                    .Any(field => ReferenceEquals(field.GetValue(parent), child)))
                {
                    yield return (ObjectGraph.Join(path, name), parent, name);
                }
            }
        }
    }

    /// <summary>
    /// Whether a module or one below it behaves otherwise in training mode, and is not held in one mode on purpose.
    /// </summary>
    private static bool HasMode(ModelSession session, string path) => session.Modules.Any(entry =>
        (entry.Path == path || entry.Path.StartsWith($"{path}.", StringComparison.Ordinal))
        && ModuleMode.SensitivityOf(entry.Module) != ModeSensitivity.None
        && !session.Subject.Facts.Frozen.Any(fact => fact.Covers(entry.Path))
        && !FrozenModules.Holds(session, entry.Path));

    private static Action? Remove(object model, string site)
    {
        (string _, nn.Module parent, string name) = Places(model).FirstOrDefault(place => place.Path == site);
        if (parent is null)
        {
            return null;
        }

        var children = RegisteredMembers.ChildTable(parent);
        (string, nn.Module)[] before = [.. parent.named_children()];
        children.Remove(name);
        return () =>
        {
            children.clear();
            foreach ((string key, nn.Module child) in before)
            {
                children.Add(key, child);
            }
        };
    }
}
