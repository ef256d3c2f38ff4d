using static TorchSharp.torch;

namespace MnistVae.Data;

/// <summary>Some images with their labels. Whoever receives it disposes it; no dispose scope does.</summary>
public sealed class Batch : IDisposable
{
    /// <summary>Takes over the tensors, out of any dispose scope.</summary>
    /// <param name="images">Images <c>[N, C, H, W]</c>, in [-1, 1].</param>
    /// <param name="labels">Class labels <c>[N]</c>, int64.</param>
    /// <param name="indices">The N indices of the images in their source.</param>
    /// <exception cref="ArgumentException">The three disagree about N.</exception>
    public Batch(Tensor images, Tensor labels, IReadOnlyList<long> indices)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(indices);
        if (images.shape[0] != indices.Count || labels.shape is not [long labelCount] || labelCount != indices.Count)
        {
            throw new ArgumentException(
                $"A batch of {indices.Count} indices needs images [{indices.Count}, C, H, W] and labels "
                    + $"[{indices.Count}]; the images are [{string.Join(", ", images.shape)}] and the labels "
                    + $"[{string.Join(", ", labels.shape)}].");
        }

        Images = images.DetachFromDisposeScope();
        Labels = labels.DetachFromDisposeScope();
        Indices = indices;
    }

    /// <summary>Images <c>[N, C, H, W]</c>, float32 in [-1, 1], in memory of the native allocator.</summary>
    public Tensor Images { get; }

    /// <summary>Class labels <c>[N]</c>, int64.</summary>
    public Tensor Labels { get; }

    /// <summary>The N indices of the images in their source.</summary>
    public IReadOnlyList<long> Indices { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}
