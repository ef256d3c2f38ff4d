using TorchSharp;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>A data set of rows whose splits are functions, so that a test says what is wrong with it in one expression.</summary>
internal sealed class Rows(long seed)
{
    public const int Trained = 48;
    public const int Held = 32;

    /// <summary>Six values that seed and index decide.</summary>
    public static float[] Values(long seed, long index, int count = 6)
    {
        var random = new Random((int)((seed * 1_000_003) + index));
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }

    /// <summary>A row that is right.</summary>
    public static Row Right(long seed, long index) => new(Values(seed, index), index % 3);

    /// <summary>A subject of two splits that functions give.</summary>
    public static DatasetSubject<Rows> Of(
        Func<long, Row> train, Func<long, Row>? test = null, bool augmented = false, long trained = Trained, long held = Held) => DatasetSubject
        .For(seed => new Rows(seed))
        .WithSplit("train", _ => trained, (_, index) => train(index), augmented)
        .WithSplit("test", _ => held, (_, index) => (test ?? (at => Right(2, at)))(index));

    /// <summary>The same, right in all.</summary>
    public static DatasetSubject<Rows> Sound => Of(index => Right(1, index));

    /// <summary>The rows of training in batches of eight, in an order that seed and epoch decide.</summary>
    public static DatasetSubject<Rows> Loaded(Func<Rows, long, IEnumerable<(Tensor X, Tensor Label)>>? epoch = null) =>
        Sound.HasTarget("Label", classes: 3).WithBatches("train", epoch ?? ((rows, number) => rows.Epoch(number)));

    /// <summary>An epoch.</summary>
    public IEnumerable<(Tensor X, Tensor Label)> Epoch(long epoch, int size = 8) =>
        Order(epoch).Chunk(size).Select(Stack);

    /// <summary>Indices in the order of an epoch.</summary>
    public long[] Order(long epoch)
    {
        long[] order = [.. Enumerable.Range(0, Trained).Select(index => (long)index)];
        new Random((int)((seed * 1000) + epoch)).Shuffle(order);
        return order;
    }

    /// <summary>Rows of training as a batch.</summary>
    public static (Tensor X, Tensor Label) Stack(IEnumerable<long> indices)
    {
        Row[] rows = [.. indices.Select(index => Right(1, index))];
        return (stack(rows.Select(row => tensor(row.X))), tensor(rows.Select(row => row.Label).ToArray()));
    }
}
