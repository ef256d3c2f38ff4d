using System.Reflection;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>
/// Puts a new tensor into the field of a buffer at each call, so that the registered one keeps its first content.
/// </summary>
internal sealed class ReplaceBuffer : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "replace-buffer";

    /// <inheritdoc/>
    public override string Description => "puts a new tensor into the field of a buffer at each call";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) =>
        session.Subject.Facts.KeepsState is null && base.IsSite(session, call) && FieldOf(call.Module) is not null;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        using IDisposable _ = no_grad();
        if (FieldOf(call.Module) is { } field)
        {
            field.SetValue(call.Module, ((Tensor)field.GetValue(call.Module)!).detach() + 1e-3);
        }

        return output;
    }

    private static FieldInfo? FieldOf(nn.Module module)
    {
        HashSet<string> persistent =
            [.. RegisteredMembers.BufferEntries(module).Where(entry => entry.Entry.IsPersistent)
                .Select(entry => entry.Name)];
        return ObjectGraph.UserFields(module.GetType()).FirstOrDefault(field =>
            field.FieldType == typeof(Tensor) && persistent.Contains(Unregistered.NameOf(field))
            && field.GetValue(module) is Tensor { IsInvalid: false } tensor && tensor.is_floating_point());
    }
}
