using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Registers a buffer as one that is not saved, which TorchSharp neither moves nor converts.</summary>
internal sealed class MakeBufferTransient : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "make-buffer-transient";

    /// <inheritdoc/>
    public override string Description => "registers a buffer as one that is not saved, which TorchSharp neither moves nor converts";

    /// <summary>The floating buffers of the user's own modules: TorchSharp's layers convert theirs in their own way.</summary>
    protected override IEnumerable<string> Places(ModelSession session, object instance)
    {
        ModelConversion conversion = ModelConversion.For(instance);
        return
            from entry in ModelSession.ModulesOf(instance)
            where ObjectGraph.IsUserType(entry.Module.GetType())
            from buffer in RegisteredMembers.BufferEntries(entry.Module)
            where buffer.Entry is { IsPersistent: true, Buffer.IsInvalid: false } && conversion.Misses(buffer.Entry.Buffer)
            select ObjectGraph.Join(entry.Path, buffer.Name);
    }

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        foreach ((string path, nn.Module module) in ModelSession.ModulesOf(instance))
        {
            foreach ((string name, (Tensor buffer, bool isPersistent)) in RegisteredMembers.BufferEntries(module))
            {
                if (isPersistent && ObjectGraph.Join(path, name) == site)
                {
                    return RegistrationTable.Put(RegisteredMembers.BufferTable(module), name, (buffer, false));
                }
            }
        }

        return null;
    }
}
