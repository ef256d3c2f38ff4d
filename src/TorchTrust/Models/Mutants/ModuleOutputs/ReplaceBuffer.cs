using System.Reflection;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

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
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        IDisposable? fault = base.Apply(session, site);
        return fault is null ? null : new Revert(() =>
        {
            fault.Dispose();
            nn.Module module = ((ModelSession)session).Modules.First(entry => entry.Path == site).Module;
            Replace(module, registered => registered);
        });
    }

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) =>
        session.Subject.Facts.KeepsState is null && base.IsSite(session, call) && FieldOf(call.Module) is not null;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        using IDisposable _ = no_grad();

        // Larger by one at least, so that other bits come of it however large the numbers are.
        Replace(call.Module, registered => (registered.detach() + registered.detach().abs() + 1).DetachFromDisposeScope());
        return output;
    }

    /// <summary>Puts what a function makes of the registered buffer into its field, and disposes what was put there before.</summary>
    private static void Replace(nn.Module module, Func<Tensor, Tensor> make)
    {
        if (FieldOf(module) is { } field && RegisteredMembers.Find(module, Unregistered.NameOf(field)) is Tensor registered)
        {
            var held = (Tensor)field.GetValue(module)!;
            field.SetValue(module, make(registered));
            if (!ReferenceEquals(held, registered))
            {
                held.Dispose();
            }
        }
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
