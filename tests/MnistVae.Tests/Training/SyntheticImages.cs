using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>Seeded images: a bright rectangle on a dark ground, with a little noise.</summary>
internal sealed class SyntheticImages : IBatchSource, IDisposable
{
    private readonly Tensor _images;

    public SyntheticImages(long count, ImageShape shape, int seed)
    {
        Shape = shape;
        var random = new Random(seed);
        float[] values = new float[count * shape.Size];
        for (int i = 0; i < count; i++)
        {
            int top = random.Next((int)shape.Height / 2);
            int left = random.Next((int)shape.Width / 2);
            int bottom = random.Next(top + 1, (int)shape.Height);
            int right = random.Next(left + 1, (int)shape.Width);
            for (int j = 0; j < shape.Size; j++)
            {
                int row = (int)(j / shape.Width % shape.Height);
                int column = (int)(j % shape.Width);
                bool inside = row >= top && row < bottom && column >= left && column < right;
                values[i * shape.Size + j] = (inside ? 0.9f : -0.9f) + 0.1f * random.NextSingle();
            }
        }

        _images = tensor(values, [count, shape.Channels, shape.Height, shape.Width]).clone();
    }

    public long Count => _images.shape[0];

    public ImageShape Shape { get; }

    public Batch GetBatch(ReadOnlySpan<long> indices, long epoch)
    {
        using var scope = NewDisposeScope();
        return new Batch(
            _images.index_select(0, tensor(indices.ToArray())),
            zeros(indices.Length, dtype: int64),
            indices.ToArray());
    }

    /// <summary>Makes a value of one image something else.</summary>
    public void Poison(long index, float value)
    {
        using var scope = NewDisposeScope();
        _images[index, 0, 0, 0] = tensor(value);
    }

    public void Dispose() => _images.Dispose();
}
