using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>Compares tensors and batches bit for bit.</summary>
internal static class Bits
{
    public static bool Same(Tensor a, Tensor b) =>
        a.dtype == b.dtype
        && a.shape.AsSpan().SequenceEqual(b.shape)
        && a.bytes.SequenceEqual(b.bytes);

    public static bool Same(MnistVae.Data.Batch a, MnistVae.Data.Batch b) =>
        a.Indices.SequenceEqual(b.Indices) && Same(a.Images, b.Images) && Same(a.Labels, b.Labels);

    /// <summary>The positions in the batch of the images that differ in some element.</summary>
    public static IEnumerable<int> Differing(Tensor a, Tensor b)
    {
        int size = (int)(a.numel() / a.shape[0]) * (int)a.ElementSize;
        for (int i = 0; i < a.shape[0]; i++)
        {
            if (!a.bytes.Slice(i * size, size).SequenceEqual(b.bytes.Slice(i * size, size)))
            {
                yield return i;
            }
        }
    }
}
