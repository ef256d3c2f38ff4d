using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MnistVae.Data;

/// <summary>
/// One split of a data set of images, read by the batch (<see cref="GetBatch"/>), or one by one by TorchSharp's own
/// <c>DataLoader</c> (<see cref="GetTensor"/>).
/// </summary>
/// <remarks>
/// Splits of the same files share the memory of their images, and each may be disposed without regard to the others:
/// TorchSharp's <c>DataLoader</c> disposes its dataset by default. All members but <c>Dispose</c> are thread-safe.
/// </remarks>
public sealed class ImageDataset : utils.data.Dataset, IBatchSource
{
    private readonly Tensor _pixels;
    private readonly Tensor _labels;
    private readonly long[] _rows;
    private readonly double _maximumRotation;
    private readonly long _seed;
    private readonly ImageTransform _transform = new();
    private readonly long[] _reads;

    /// <summary>Makes a split of images that others may use as well.</summary>
    /// <param name="split">Which split it is.</param>
    /// <param name="files">Images and labels; the caller keeps its own handles of them.</param>
    /// <param name="rows">Which images of the files belong to the split.</param>
    /// <param name="maximumRotation">In degrees either way; 0 for none. Used for the training split only.</param>
    /// <param name="seed">The seed of the rotations.</param>
    internal ImageDataset(Split split, MnistFiles files, long[] rows, double maximumRotation, long seed)
    {
        Split = split;
        _pixels = files.Pixels.alias().DetachFromDisposeScope();
        _labels = files.Labels.alias().DetachFromDisposeScope();
        _rows = rows;
        _reads = new long[rows.Length];
        _maximumRotation = split == Split.Train ? maximumRotation : 0;
        _seed = seed;
    }

    /// <summary>Which part of the data this is.</summary>
    public Split Split { get; }

    /// <summary>Whether the images are rotated, anew in each epoch: true of a training split only.</summary>
    public bool IsAugmented => _maximumRotation > 0;

    /// <summary>For each image its position in the file it comes from.</summary>
    public IReadOnlyList<long> Rows => _rows;

    /// <inheritdoc/>
    public ImageShape Shape => ImageTransform.Shape;

    /// <inheritdoc cref="IBatchSource.Count"/>
    public override long Count => _rows.Length;

    /// <inheritdoc/>
    public Batch GetBatch(ReadOnlySpan<long> indices, long epoch)
    {
        if (indices.IsEmpty)
        {
            throw new ArgumentException("A batch needs one index at least.", nameof(indices));
        }

        using var scope = NewDisposeScope();
        (Tensor images, Tensor labels) = Read(indices, epoch);
        return new Batch(images, labels, indices.ToArray());
    }

    /// <summary>Reads one image, for TorchSharp's own <c>DataLoader</c>.</summary>
    /// <remarks>
    /// That loader knows no epochs, so the reads of each image are counted: the n-th read of an image (from 0) gives it
    /// as in epoch n of <see cref="GetBatch"/>, whatever the thread and the order among the images. Two loaders over
    /// one dataset at the same time share the counts: between them an image's rotations are the same, but which loader
    /// gets which is not determined. Give each a dataset of its own (<see cref="Share"/>).
    /// </remarks>
    /// <param name="index">The image's index, from 0 to <see cref="Count"/> - 1.</param>
    /// <returns><c>image</c>: <c>[1, 32, 32]</c>, float32 in [-1, 1]; <c>label</c>: int64, no dimensions.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is none of the dataset's.</exception>
    public override Dictionary<string, Tensor> GetTensor(long index)
    {
        CheckIndex(index);
        using var scope = NewDisposeScope();
        long epoch = IsAugmented ? Interlocked.Increment(ref _reads[index]) - 1 : 0;
        (Tensor images, Tensor labels) = Read([index], epoch);
        return new Dictionary<string, Tensor>
        {
            ["image"] = images.squeeze(0).MoveToOuterDisposeScope(),
            ["label"] = labels.squeeze(0).MoveToOuterDisposeScope(),
        };
    }

    /// <summary>The same split over the same memory, its reads counted anew.</summary>
    /// <returns>A dataset that the caller disposes; either may be disposed first.</returns>
    public ImageDataset Share() => new(Split, new MnistFiles(_pixels, _labels), _rows, _maximumRotation, _seed);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pixels.Dispose();
            _labels.Dispose();
            _transform.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// One gather for the images, one for the labels; what it makes belongs to the caller's dispose scope.
    /// </summary>
    private (Tensor Images, Tensor Labels) Read(ReadOnlySpan<long> indices, long epoch)
    {
        ObjectDisposedException.ThrowIf(_pixels.IsInvalid, this);
        using var noGradient = no_grad();
        Tensor rows = empty(indices.Length, dtype: ScalarType.Int64, device: CPU);
        Span<long> rowValues = MemoryMarshal.Cast<byte, long>(rows.bytes);
        for (int i = 0; i < indices.Length; i++)
        {
            CheckIndex(indices[i]);
            rowValues[i] = _rows[indices[i]];
        }

        Tensor pixels = _pixels.index_select(0, rows);
        Tensor images = IsAugmented
            ? _transform.Rotated(pixels, Angles(rowValues, epoch))
            : ImageTransform.Plain(pixels);
        return (images, _labels.index_select(0, rows).to(ScalarType.Int64));
    }

    private double[] Angles(ReadOnlySpan<long> rows, long epoch)
    {
        double[] degrees = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            double uniform = CounterRandom.Uniform(_seed, CounterRandom.Purpose.Rotation, epoch, rows[i]);
            degrees[i] = ((2 * uniform) - 1) * _maximumRotation;
        }

        return degrees;
    }

    private void CheckIndex(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"The {Split} split has the indices 0 to {Count - 1}.");
        }
    }
}
