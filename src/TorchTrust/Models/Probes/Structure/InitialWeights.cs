using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>The trainable parameters of an instance, as they are where training begins.</summary>
internal static class InitialWeights
{
    /// <summary>A trainable parameter.</summary>
    /// <param name="Path">The path that leads to it.</param>
    /// <param name="Owner">The module that holds it.</param>
    /// <param name="Tensor">The parameter.</param>
    /// <param name="IsMatrix">Whether its rows are units of a layer; the scales of a normalization are not.</param>
    internal sealed record Entry(string Path, nn.Module? Owner, Tensor Tensor, bool IsMatrix)
    {
        /// <summary>The last part of the path.</summary>
        public string Name => Path[(Path.LastIndexOf('.') + 1)..];
    }

    /// <summary>The floating parameters that want a gradient, apart from those that start special on purpose.</summary>
    public static IReadOnlyList<Entry> Trainable(ModelSession session, object instance)
    {
        using var scope = NewDisposeScope();
        return
        [
            .. BuiltInstance.TensorsOf(instance).Values
                .Where(node => node.Value is TorchSharp.Modules.Parameter { requires_grad: true } parameter
                    && parameter.is_floating_point() && parameter.numel() > 0 && !IsDeclared(session, node.Path))
                .Select(node => new Entry(
                    node.Path, node.Owner as nn.Module, (Tensor)node.Value,
                    !IsNormalization(node.Owner) && EqualRows.AsMatrix((Tensor)node.Value) is not null)),
        ];
    }

    /// <summary>Whether a parameter starts special on purpose.</summary>
    public static bool IsDeclared(ModelSession session, string path) =>
        session.Subject.Facts.SpecialStarts.Any(fact => fact.Covers(path));

    /// <summary>Changes a tensor of an instance in place.</summary>
    /// <returns>Puts its content back, unless it has been disposed; null where there is no such tensor.</returns>
    public static Action? Edit(object instance, string path, Action<Tensor> edit)
    {
        if (!BuiltInstance.TensorsOf(instance).TryGetValue(path, out ObjectGraphNode? node))
        {
            return null;
        }

        var tensor = (Tensor)node.Value;
        Tensor before = TensorBits.NativeCopy(tensor).DetachFromDisposeScope();
        using (no_grad())
        {
            using var scope = NewDisposeScope();
            edit(tensor);
        }

        return () =>
        {
            using IDisposable _ = no_grad();
            using Tensor content = before;
            if (!tensor.IsInvalid)
            {
                using Tensor detached = tensor.detach();
                detached.copy_(content);
            }
        };
    }

    private static bool IsNormalization(object? owner) =>
        owner is nn.Module && owner.GetType().Assembly == typeof(Tensor).Assembly
            && owner.GetType().Name.Contains("Norm", StringComparison.Ordinal);
}
