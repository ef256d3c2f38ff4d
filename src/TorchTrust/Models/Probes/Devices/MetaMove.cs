using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Moves a second instance to <c>meta</c> with everything that it reaches, and its inputs and the default device too: whatever
/// then is on the CPU, the code has put there by a literal.
/// </summary>
internal static class MetaMove
{
    /// <summary>What happened.</summary>
    /// <param name="Thrown">What was thrown; null if nothing was.</param>
    /// <param name="Strays">The shapes and dtypes of the tensors with dimensions that had been made on the CPU by then.</param>
    /// <param name="OnCpu">The path of an output with dimensions on the CPU; null if there is none.</param>
    internal sealed record Outcome(SubjectException? Thrown, IReadOnlyList<(long[] Shape, ScalarType Dtype)> Strays, string? OnCpu);

    /// <summary>Moves an instance by TorchSharp's own means.</summary>
    /// <returns>What was thrown; null if nothing was.</returns>
    public static Exception? MoveByTorchSharp(object model)
    {
        try
        {
            foreach (nn.Module root in ModelSession.RootsOf(model))
            {
                root.to(DeviceType.META);
            }

            return null;
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException)
        {
            return thrown;
        }
    }

    /// <summary>Moves everything that an instance reaches.</summary>
    /// <exception cref="SubjectException">A layer cannot be moved.</exception>
    public static void Move(object model)
    {
        MemberReplacement.Layers(model, "to meta", layer => layer.to(DeviceType.META));
        MemberReplacement.Tensors(model, tensor => !IsMeta(tensor), Moved);
    }

    /// <summary>Calls a moved instance.</summary>
    /// <param name="session">The session that makes the inputs.</param>
    /// <param name="moved">A session of the moved instance.</param>
    /// <param name="mode">The mode.</param>
    public static Outcome Run(ModelSession session, ModelSession moved, ForwardMode mode)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs().With((_, tensor) => tensor.to(META));
        HashSet<Tensor> known = new(ScopeWitness.Live(), ReferenceEqualityComparer.Instance);
        IReadOnlyList<(long[], ScalarType)> strays = [];
        bool first = true;
        Device before = get_default_device();
        using var witness = new ScopeWitness(tensors =>
        {
            strays = first ? [.. tensors.Where(tensor => !known.Contains(tensor) && !IsMeta(tensor) && tensor.dim() > 0)
                .Select(tensor => (tensor.shape, tensor.dtype))] : strays;
            first = false;
        });
        set_default_device(META);
        try
        {
            ForwardResult result = moved.Run(inputs, mode);
            return new Outcome(
                null, [],
                result.Leaves.Where(leaf => !IsMeta(leaf.Tensor) && leaf.Tensor.dim() > 0).Select(leaf => leaf.Path).FirstOrDefault());
        }
        catch (SubjectException thrown)
        {
            return new Outcome(thrown, strays, null);
        }
        finally
        {
            set_default_device(before);
        }
    }

    /// <summary>Whether a tensor is where everything was moved to.</summary>
    public static bool IsMeta(Tensor tensor) => tensor.device_type == DeviceType.META;

    private static Tensor Moved(Tensor tensor)
    {
        using IDisposable _ = no_grad();
        Tensor there = tensor.to(META);
        there = tensor is TorchSharp.Modules.Parameter
            ? new TorchSharp.Modules.Parameter(there, tensor.requires_grad)
            : there.requires_grad_(tensor.requires_grad);
        return there.DetachFromDisposeScope();
    }
}
