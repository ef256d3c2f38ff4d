using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Takes a parameter or buffer out of its module's registration, as if it had been set too late.</summary>
internal sealed class UnregisterParameter : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "unregister-parameter";

    /// <inheritdoc/>
    public override string Description => "holds a parameter or buffer in a field, unregistered";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        object model = ((ModelSession)session).Model;
        (string _, nn.Module module, string name) = Entries(model)
            .First(entry => ObjectGraph.Join(entry.Path, entry.Name) == site);
        object? tensor = RegisteredMembers.Find(module, name);
        return ModelSession.ModulesOf(model).SelectMany(entry => RegisteredMembers.Tensors(entry.Module))
            .Count(entry => ReferenceEquals(entry.Tensor, tensor)) > 1;
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Places(ModelSession session, object instance) =>
        Entries(instance).Select(entry => ObjectGraph.Join(entry.Path, entry.Name))
            .Where(path => !Unregistered.IsOnPurpose(session.Subject.Facts, path));

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        (string _, nn.Module module, string name) =
            Entries(instance).FirstOrDefault(entry => ObjectGraph.Join(entry.Path, entry.Name) == site);
        return module is null ? null
            : RegisteredMembers.ParameterTable(module).ContainsKey(name)
                ? RegistrationTable.Remove(RegisteredMembers.ParameterTable(module), name)
                : RegistrationTable.Remove(RegisteredMembers.BufferTable(module), name);
    }

    /// <summary>
    /// Tensors that a user's own module holds in a field: they are still reached when they are not registered.
    /// </summary>
    private static IEnumerable<(string Path, nn.Module Module, string Name)> Entries(object instance) =>
        from entry in ModelSession.ModulesOf(instance)
        let held = ObjectGraph.UserFields(entry.Module.GetType()).Select(field => field.GetValue(entry.Module))
            .OfType<Tensor>()
            .ToHashSet<Tensor>(ReferenceEqualityComparer.Instance)
        from registered in RegisteredMembers.Tensors(entry.Module)
        where held.Contains(registered.Tensor)
        select (entry.Path, entry.Module, registered.Name);
}
