using MnistVae.Data;

namespace MnistVae.Tests.Data;

/// <summary>A source whose reading is changed in one respect.</summary>
/// <param name="inner">The source read from.</param>
/// <param name="read">How it is read.</param>
internal sealed class AlteredSource(IBatchSource inner, AlteredSource.Reading read) : IBatchSource
{
    public delegate Batch Reading(IBatchSource inner, long[] indices, long epoch);

    public long Count => inner.Count;

    public ImageShape Shape => inner.Shape;

    public Batch GetBatch(ReadOnlySpan<long> indices, long epoch) => read(inner, indices.ToArray(), epoch);

    /// <summary>A source whose images are changed after reading.</summary>
    public static AlteredSource Images(
        IBatchSource inner, Func<TorchSharp.torch.Tensor, long, TorchSharp.torch.Tensor> change) =>
        new(inner, (source, indices, epoch) =>
        {
            using Batch batch = source.GetBatch(indices, epoch);
            return new Batch(change(batch.Images, epoch), batch.Labels.clone(), batch.Indices);
        });
}
