using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Asks for a gradient of a buffer, as a field of type Tensor that was meant as a parameter does.</summary>
internal sealed class MakeBufferTrainable : InstanceMutant
{
    /// <inheritdoc/>
    public override string Name => "make-buffer-trainable";

    /// <inheritdoc/>
    public override string Description => "asks for the gradient of a buffer";

    /// <inheritdoc/>
    protected override IEnumerable<string> Places(ModelSession session, object instance) => Buffers(instance)
        .Where(entry => !session.Subject.Facts.Frozen.Any(fact => fact.Covers(entry.Path))).Select(entry => entry.Path);

    /// <inheritdoc/>
    protected override Action? Break(object instance, string site)
    {
        Tensor? buffer = Buffers(instance).FirstOrDefault(entry => entry.Path == site).Buffer;
        if (buffer is null)
        {
            return null;
        }

        buffer.requires_grad = true;
        return () =>
        {
            if (!buffer.IsInvalid)
            {
                buffer.requires_grad = false;
            }
        };
    }

    private static IEnumerable<(string Path, Tensor Buffer)> Buffers(object instance) =>
        from entry in ModelSession.ModulesOf(instance)
        from buffer in RegisteredMembers.Buffers(entry.Module)
        where !buffer.Buffer.IsInvalid && buffer.Buffer.is_floating_point() && buffer.Buffer.is_leaf && !buffer.Buffer.requires_grad
        select (ObjectGraph.Join(entry.Path, buffer.Name), buffer.Buffer);
}
