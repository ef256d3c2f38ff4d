namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>What the faulty loops share: points with classes, and a classifier with dropout and batch normalization.</summary>
internal static class Digits
{
    /// <summary>How many epochs they run.</summary>
    public const int Epochs = 4;

    /// <summary>How many batches an epoch has.</summary>
    public const int Batches = 8;

    private static readonly Tensor _points = randn([Batches * 16, 6], generator: new Generator(7));
    private static readonly Tensor _held = randn([48, 6], generator: new Generator(8));

    /// <summary>A fresh model.</summary>
    public static Sequential Model() =>
        Sequential(("first", Linear(6, 16)), ("norm", BatchNorm1d(16)), ("relu", ReLU()), ("drop", Dropout(0.2)), ("head", Linear(16, 3)));

    /// <summary>The batches of an epoch, in an order of its own.</summary>
    public static IEnumerable<(Tensor Points, Tensor Classes)> Shuffled(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, Batches * 16)];
        new Random(epoch).Shuffle(order);
        foreach (int[] rows in order.Chunk(16))
        {
            Tensor points = _points.index_select(0, tensor(rows.Select(row => (long)row).ToArray()));
            yield return (points, Classes(points));
        }
    }

    /// <summary>The batches of an epoch, in one order for all.</summary>
    public static IEnumerable<(Tensor Points, Tensor Classes)> InOneOrder()
    {
        for (int i = 0; i < Batches; i++)
        {
            Tensor points = _points.narrow(0, i * 16, 16);
            yield return (points, Classes(points));
        }
    }

    /// <summary>Batches that no training sees.</summary>
    public static IEnumerable<(Tensor Points, Tensor Classes)> HeldOut()
    {
        for (int i = 0; i < 3; i++)
        {
            Tensor points = _held.narrow(0, i * 16, 16);
            yield return (points, Classes(points));
        }
    }

    /// <summary>The share of held-out points that a model classifies right; it is put back into training mode.</summary>
    public static double Accuracy(Module<Tensor, Tensor> model)
    {
        model.eval();
        using IDisposable _ = no_grad();
        double right = HeldOut().Average(batch => model.call(batch.Points).argmax(1).eq(batch.Classes).to(float32).mean().item<float>());
        model.train();
        return right;
    }

    private static Tensor Classes(Tensor points) => points.narrow(1, 0, 3).argmax(1);
}
