using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>What a model holds beside what a state dictionary does.</summary>
internal static class StateHolders
{
    /// <summary>Tensors that a model reaches and a state dictionary leaves out, by path.</summary>
    public static Dictionary<string, Tensor> Unsaved(ModelSession session)
    {
        HashSet<nint> saved = [.. session.PersistentState.Select(entry => entry.Tensor.Handle)];
        return ObjectGraph.Walk(session.Model)
            .Where(node => node.Value is Tensor { IsInvalid: false } tensor && !saved.Contains(tensor.Handle))
            .GroupBy(node => node.Path).ToDictionary(nodes => nodes.Key, nodes => (Tensor)nodes.First().Value);
    }

    /// <summary>Copies unsaved tensors from one instance to another.</summary>
    /// <param name="from">The instance to copy from.</param>
    /// <param name="to">The instance to copy to.</param>
    /// <param name="which">The paths to copy.</param>
    /// <returns>The paths at which the two differed.</returns>
    public static IReadOnlyList<string> Copy(ModelSession from, ModelSession to, Func<string, bool> which)
    {
        using IDisposable _ = no_grad();
        Dictionary<string, Tensor> source = Unsaved(from);
        var differed = new List<string>();
        foreach ((string path, Tensor target) in Unsaved(to).Where(entry => which(entry.Key)))
        {
            if (source.TryGetValue(path, out Tensor? value) && value.shape.AsSpan().SequenceEqual(target.shape)
                && !TensorBits.AreEqual(value, target))
            {
                target.detach().copy_(value);
                differed.Add(path);
            }
        }

        return differed;
    }
}
