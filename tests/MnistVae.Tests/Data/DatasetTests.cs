using MnistVae.Data;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>
/// The tests that any data set of images should pass, after the article "How to Trust Your Deep Learning Code". A class
/// that derives from this one says which data set. <see cref="DatasetTestsCanFailTests"/> shows that each can fail.
/// </summary>
public abstract class DatasetTests
{
    // TorchSharp's loader makes each image alone and takes about fifteen times as long as a gather. What an image is is
    // seen for all of them elsewhere; here it is about the way through that loader, for which these are enough.
    private const int ReadThroughTorchSharp = 200;

    /// <summary>The shape that every image should have.</summary>
    protected abstract ImageShape ExpectedShape { get; }

    /// <summary>A split as it is used in training and evaluation.</summary>
    protected abstract IBatchSource Source(Split split);

    /// <summary>The same images without augmentation, so that they can be compared.</summary>
    protected abstract IBatchSource Unaugmented(Split split);

    /// <summary>The same training images, opened beside test images that are quite different.</summary>
    protected abstract IBatchSource TrainBesideOtherTestImages { get; }

    /// <summary>A new dataset for TorchSharp's own loader, from which nothing has been read.</summary>
    protected abstract utils.data.Dataset ForTorchSharp(Split split);

    /// <summary>Loads an epoch with the project's loader.</summary>
    protected virtual IEnumerable<Batch> Load(IBatchSource source, int workers, long epoch = 0) =>
        new BatchLoader(source, new BatchLoaderOptions { BatchSize = 256, Shuffle = true, Seed = 1, Workers = workers })
            .Epoch(epoch);

    [Fact]
    public void Train_images_have_the_declared_shape() => AssertShape(Split.Train);

    [Fact]
    public void Validation_images_have_the_declared_shape() => AssertShape(Split.Validation);

    [Fact]
    public void Test_images_have_the_declared_shape() => AssertShape(Split.Test);

    [Fact]
    public void Train_images_are_scaled_to_plus_minus_one() => AssertScale(Split.Train);

    [Fact]
    public void Validation_images_are_scaled_to_plus_minus_one() => AssertScale(Split.Validation);

    [Fact]
    public void Test_images_are_scaled_to_plus_minus_one() => AssertScale(Split.Test);

    [Fact]
    public void Train_images_do_not_depend_on_test_images()
    {
        IBatchSource train = Source(Split.Train);
        IBatchSource beside = TrainBesideOtherTestImages;
        foreach (long[] indices in Chunks(train.Count))
        {
            using Batch expected = train.GetBatch(indices, epoch: 0);
            using Batch actual = beside.GetBatch(indices, epoch: 0);
            Assert.True(
                Bits.Same(expected, actual), $"Train images change with the test images, from {indices[0]} on.");
        }
    }

    [Fact]
    public void Every_train_image_differs_from_read_to_read() => AssertReads(Split.Train, areTheSame: false);

    [Fact]
    public void Every_validation_image_is_the_same_in_each_read() => AssertReads(Split.Validation, areTheSame: true);

    [Fact]
    public void Every_test_image_is_the_same_in_each_read() => AssertReads(Split.Test, areTheSame: true);

    [Fact]
    public void No_image_is_in_two_splits()
    {
        Dictionary<string, (Split Split, long Index)> seen = [];
        foreach (Split split in Enum.GetValues<Split>())
        {
            foreach ((string fingerprint, long index) in Fingerprints(split))
            {
                Assert.False(
                    seen.TryGetValue(fingerprint, out (Split Split, long Index) other) && other.Split != split,
                    $"{split} image {index} is also {other.Split} image {other.Index}.");
                seen[fingerprint] = (split, index);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_loads_every_image_once(int workers) => AssertComplete(Split.Train, workers);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Validation_loads_every_image_once(int workers) => AssertComplete(Split.Validation, workers);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Test_loads_every_image_once(int workers) => AssertComplete(Split.Test, workers);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_batches_do_not_depend_on_workers(int workers) => AssertAgreement(Split.Train, workers);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Validation_batches_do_not_depend_on_workers(int workers) => AssertAgreement(Split.Validation, workers);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Test_batches_do_not_depend_on_workers(int workers) => AssertAgreement(Split.Test, workers);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_loads_through_TorchSharps_loader(int workers) => AssertTorchSharp(Split.Train, workers);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Validation_loads_through_TorchSharps_loader(int workers) => AssertTorchSharp(Split.Validation, workers);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Test_loads_through_TorchSharps_loader(int workers) => AssertTorchSharp(Split.Test, workers);

    private void AssertShape(Split split)
    {
        IBatchSource source = Source(split);
        Assert.True(source.Count > 0, $"The {split} split has no images.");
        Assert.True(source.Shape == ExpectedShape, $"{split} declares {source.Shape}, not {ExpectedShape}.");
        foreach (long[] indices in Chunks(source.Count))
        {
            using Batch batch = source.GetBatch(indices, epoch: 0);
            long[] expected = [indices.Length, .. ExpectedShape.ToArray()];
            Assert.True(
                expected.AsSpan().SequenceEqual(batch.Images.shape),
                $"{split} images have the shape [{string.Join(", ", batch.Images.shape)}], "
                    + $"not [{string.Join(", ", expected)}].");
            Assert.Equal(ScalarType.Float32, batch.Images.dtype);
            Assert.Equal(ScalarType.Int64, batch.Labels.dtype);
            Assert.Equal([indices.Length], batch.Labels.shape);
        }
    }

    private void AssertScale(Split split)
    {
        IBatchSource source = Source(split);
        float least = float.PositiveInfinity;
        float greatest = float.NegativeInfinity;
        foreach (long[] indices in Chunks(source.Count))
        {
            using Batch batch = source.GetBatch(indices, epoch: 0);
            using Tensor minimum = batch.Images.min();
            using Tensor maximum = batch.Images.max();
            least = Math.Min(least, minimum.item<float>());
            greatest = Math.Max(greatest, maximum.item<float>());
        }

        Assert.True(least >= -1, $"{split} has the value {least}, below -1.");
        Assert.True(greatest <= 1, $"{split} has the value {greatest}, above 1.");
        Assert.True(least < 0, $"{split} has no value below 0: the least is {least}.");
        Assert.True(greatest > 0, $"{split} has no value above 0: the greatest is {greatest}.");
    }

    private void AssertReads(Split split, bool areTheSame)
    {
        IBatchSource source = Source(split);
        foreach (long[] indices in Chunks(source.Count))
        {
            using Batch first = source.GetBatch(indices, epoch: 0);
            using Batch second = source.GetBatch(indices, epoch: 1);
            int[] differing = [.. Bits.Differing(first.Images, second.Images)];
            int[] wrong = areTheSame ? differing : [.. Enumerable.Range(0, indices.Length).Except(differing)];
            Assert.True(
                wrong.Length == 0,
                $"{wrong.Length} {split} images {(areTheSame ? "differ" : "are the same")} in two reads, "
                    + $"the first of them {(wrong.Length > 0 ? indices[wrong[0]] : 0)}.");
        }
    }

    private void AssertComplete(Split split, int workers)
    {
        IBatchSource source = Source(split);
        int[] times = new int[source.Count];
        foreach (Batch batch in Load(source, workers))
        {
            using (batch)
            using (Batch direct = source.GetBatch([.. batch.Indices], epoch: 0))
            {
                Assert.True(Bits.Same(direct, batch), $"A {split} batch is not what its source has for its indices.");
                foreach (long index in batch.Indices)
                {
                    times[index]++;
                }
            }
        }

        int missing = Array.IndexOf(times, 0);
        int repeated = Array.FindIndex(times, count => count > 1);
        Assert.True(missing < 0, $"{split} image {missing} was never loaded.");
        Assert.True(repeated < 0, $"{split} image {repeated} was loaded {times[Math.Max(repeated, 0)]} times.");
    }

    private void AssertAgreement(Split split, int workers)
    {
        IBatchSource source = Source(split);
        using IEnumerator<Batch> alone = Load(source, workers: 0).GetEnumerator();
        int number = 0;
        foreach (Batch batch in Load(source, workers))
        {
            using (batch)
            {
                Assert.True(alone.MoveNext(), $"{split} has more batches with {workers} workers than without.");
                using Batch expected = alone.Current;
                Assert.True(
                    Bits.Same(expected, batch), $"{split} batch {number} differs with {workers} workers from none.");
                number++;
            }
        }

        Assert.False(alone.MoveNext(), $"{split} has fewer batches with {workers} workers than without.");
    }

    /// <summary>Two passes; the second should give what the second epoch gives.</summary>
    private void AssertTorchSharp(Split split, int workers)
    {
        IBatchSource source = Source(split);
        long[] indices = CounterRandom.Sequence(Math.Min(source.Count, ReadThroughTorchSharp));
        using DataLoader loader = new(ForTorchSharp(split), 64, indices, num_worker: workers);
        for (int epoch = 0; epoch < 2; epoch++)
        {
            int position = 0;
            foreach (Dictionary<string, Tensor> batch in loader)
            {
                int count = (int)batch["label"].shape[0];
                using Batch expected = source.GetBatch(indices.AsSpan(position, count), epoch);
                Assert.True(
                    Bits.Same(expected.Images, batch["image"]) && Bits.Same(expected.Labels, batch["label"]),
                    $"TorchSharp's loader gives other {split} images or labels from {position} on in pass {epoch}.");
                position += count;
            }

            Assert.True(
                position == indices.Length, $"TorchSharp's loader gave {position} of {indices.Length} {split} images.");
        }
    }

    private IEnumerable<(string Fingerprint, long Index)> Fingerprints(Split split)
    {
        IBatchSource source = Unaugmented(split);
        int size = (int)source.Shape.Size * sizeof(float);
        foreach (long[] indices in Chunks(source.Count))
        {
            using Batch batch = source.GetBatch(indices, epoch: 0);
            for (int i = 0; i < indices.Length; i++)
            {
                byte[] hash = System.Security.Cryptography.SHA256.HashData(batch.Images.bytes.Slice(i * size, size));
                yield return (Convert.ToBase64String(hash), indices[i]);
            }
        }
    }

    private static IEnumerable<long[]> Chunks(long count) => CounterRandom.Sequence(count).Chunk(500);
}
