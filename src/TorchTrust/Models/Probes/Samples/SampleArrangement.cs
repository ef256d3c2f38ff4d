using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Puts the samples of a batch into another order, or takes some of them.</summary>
internal static class SampleArrangement
{
    /// <summary>The inputs in another arrangement; what all samples share stays as it is.</summary>
    /// <param name="session">The session.</param>
    /// <param name="inputs">The batch.</param>
    /// <param name="samples">
    /// The samples of the batch, in their new order: all of them where a list holds one tensor a sample, since a list keeps its length.
    /// </param>
    public static ModelInputs Of(ModelSession session, ModelInputs inputs, IReadOnlyList<long> samples)
    {
        if (inputs.Samples is not null)
        {
            return inputs.Arranged(samples);
        }

        Dictionary<string, Tensor> leaves = inputs.Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        Tensor Chosen(Tensor own, long dimension)
        {
            using Tensor order = tensor(samples.ToArray(), device: own.device);
            return own.index_select(dimension, order);
        }

        return new ModelInputs(
            (object?[])TensorTree.Map(inputs.Arguments, (path, own) => session.InputLayout[path] switch
            {
                { Dimension: { } dimension } => Chosen(own, dimension),
                { Element: { } element } when element < samples.Count => leaves.GetValueOrDefault(Beside(path, samples[(int)element]), own),
                _ => own,
            })!,
            samples.Count,
            isAltered: true);
    }

    /// <summary>The path of another element of the same list.</summary>
    private static string Beside(string path, long element)
    {
        int open = path.LastIndexOf('[');
        return $"{path[..open]}[{element}]{path[(path.IndexOf(']', open) + 1)..]}";
    }
}
