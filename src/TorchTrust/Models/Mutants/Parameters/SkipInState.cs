using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Takes one parameter or buffer out of the state, while the model still computes with it.</summary>
internal sealed class SkipInState : ParameterMutant
{
    /// <inheritdoc/>
    public override string Name => "skip-in-state";

    /// <inheritdoc/>
    public override string Description => "leaves one parameter or buffer out of the saved state";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) =>
        StateInfluence.IsNone((ModelSession)session, site);

    /// <inheritdoc/>
    protected override IEnumerable<string> Candidates(ModelSession session, nn.Module module) =>
        [
            .. module.named_parameters(recurse: false).Select(entry => entry.name),
            .. RegisteredMembers.BufferEntries(module).Where(entry => entry.Entry.IsPersistent && entry.Entry.Buffer.is_floating_point())
                .Select(entry => entry.Name),
        ];

    /// <inheritdoc/>
    protected override Action? Break(ModelSession session, object instance, nn.Module module, string name)
    {
        Tensor skipped = module.named_parameters(recurse: false).Where(entry => entry.name == name)
            .Select(entry => (Tensor)entry.parameter)
            .Concat(RegisteredMembers.BufferEntries(module).Where(entry => entry.Name == name)
            .Select(entry => entry.Entry.Buffer)).First();
        Tensor before = TensorBits.NativeCopy(skipped).DetachFromDisposeScope();
        if (!ReferenceEquals(instance, session.Model))
        {
            // In other instances: what all have in common when they are built (zeros, ones) would hide the loss.
            MoveAway(session, skipped);
        }

        // Tied weights are registered several times, and saved as long as one registration is left.
        Action[] put = [.. ModelSession.ModulesOf(instance).Select(entry => Remove(entry.Module, skipped))
            .OfType<Action>()];
        void PutBack()
        {
            Array.ForEach(put, action => action());
            using IDisposable _ = no_grad();
            if (!skipped.IsInvalid)
            {
                skipped.detach().copy_(before);
            }

            before.Dispose();
        }

        // Containers such as ParameterList name what they hold in their own way: there the state cannot be cut.
        if (ModelSession.RootsOf(instance).Any(root => root.state_dict().Values.Any(value => IsSame(value, skipped))))
        {
            PutBack();
            return null;
        }

        return PutBack;
    }

    /// <summary>Takes a tensor out of a module's registration.</summary>
    /// <returns>Puts it back in the old order; null where it is not registered there.</returns>
    private static Action? Remove(nn.Module module, Tensor tensor)
    {
        var parameters = RegisteredMembers.ParameterTable(module);
        var buffers = RegisteredMembers.BufferTable(module);
        (string Name, TorchSharp.Modules.Parameter Value)[] parametersBefore =
            [.. (IList<(string, TorchSharp.Modules.Parameter)>)parameters];
        (string Name, (Tensor Buffer, bool) Value)[] buffersBefore = [.. (IList<(string, (Tensor, bool))>)buffers];
        string[] ofParameters = [.. parametersBefore.Where(entry => IsSame(entry.Value, tensor))
            .Select(entry => entry.Name)];
        string[] ofBuffers = [.. buffersBefore.Where(entry => IsSame(entry.Value.Buffer, tensor))
            .Select(entry => entry.Name)];
        if (ofParameters.Length + ofBuffers.Length == 0)
        {
            return null;
        }

        Array.ForEach(ofParameters, name => parameters.Remove(name));
        Array.ForEach(ofBuffers, name => buffers.Remove(name));
        return () =>
        {
            parameters.clear();
            buffers.clear();
            Array.ForEach(parametersBefore, entry => parameters.Add(entry.Name, entry.Value));
            Array.ForEach(buffersBefore, entry => buffers.Add(entry.Name, entry.Value));
        };
    }

    /// <summary>
    /// A tied weight may have a managed and a native tensor of its own in each module: the memory is what they share.
    /// </summary>
    private static bool IsSame(Tensor a, Tensor b) => ReferenceEquals(a, b)
        || (!a.IsInvalid && !b.IsInvalid && a.is_contiguous() && b.is_contiguous() && a.numel() > 0 && a.numel() == b.numel()
            && a.dtype == b.dtype
            && TensorMemory.StartOf(a) is var start and not 0 && start == TensorMemory.StartOf(b));

    private static void MoveAway(ModelSession session, Tensor tensor)
    {
        using IDisposable _ = no_grad();
        using RandomState __ = RandomState.Fork(session.Seed + 43);
        using var scope = NewDisposeScope();
        tensor.detach().add_(randn_like(tensor).abs().mul(GenericPoint.Scale(tensor)));
    }
}
