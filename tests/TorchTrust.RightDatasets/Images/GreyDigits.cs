namespace TorchTrust.RightDatasets.Images;

/// <summary>
/// Grey images of ten classes, scaled to [-1, 1]; those of training are moved by up to two pixels in each read of an epoch.
/// </summary>
internal sealed class GreyDigits : IDisposable
{
    private readonly TensorTable _train;
    private readonly long _seed;

    public GreyDigits(long seed)
    {
        _seed = seed;
        _train = Make(100, 11);
        Train = new Moved(_train, seed);
        Test = Make(40, 12);
    }

    public Moved Train { get; }

    public TensorTable Test { get; }

    public static RightDataset Describe()
    {
        DatasetSubject<GreyDigits> undeclared = DatasetSubject.For(seed => new GreyDigits(seed))
            .WithSplit("train", digits => digits.Train, augmented: true)
            .WithSplit("test", digits => digits.Test)
            .WithBatches("train", (digits, epoch) => digits.Epoch(epoch));
        return new RightDataset(
            nameof(GreyDigits),
            DatasetKinds.GreyImages,
            undeclared,
            undeclared.HasTarget("label", classes: 10).Within("image", -1, 1).Spans("image", -1, 1).HasUniqueItems("test"),
            "What a read gives follows the number of reads, so two reads of one item differ on purpose.");
    }

    public IEnumerable<Dictionary<string, Tensor>> Epoch(long epoch)
    {
        Train.Epoch = epoch;
        return Batches.Epoch(Train, 16, _seed, epoch);
    }

    public void Dispose()
    {
        _train.Dispose();
        Test.Dispose();
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor labels = arange(count, dtype: ScalarType.Int64).remainder(10);
        using Tensor light = Draw.Blobs(labels, 16, seed);
        return new TensorTable(("image", (light.unsqueeze(1) * 2) - 1), ("label", labels.clone()));
    }

    /// <summary>Moves each image by an offset that seed, epoch, index and read decide.</summary>
    internal sealed class Moved(TensorTable images, long seed) : Dataset
    {
        private readonly long[] _reads = new long[images.Count];

        public long Epoch { get; set; }

        public override long Count => images.Count;

        public override Dictionary<string, Tensor> GetTensor(long index)
        {
            using Generator generator = Draw.From(seed, (Epoch * 1000) + _reads[index]++, index);
            using Tensor offsets = randint(-2, 3, new long[] { 2 }, dtype: ScalarType.Int64, generator: generator);
            Dictionary<string, Tensor> item = images.GetTensor(index);
            item["image"] = item["image"].roll([offsets[0].item<long>(), offsets[1].item<long>()], [1, 2]);
            return item;
        }
    }
}
