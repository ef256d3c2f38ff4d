using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

public sealed class MnistDataTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Raw_and_gzipped_files_give_the_same_images()
    {
        using TempFolder zippedFolder = new();
        IdxFiles.WriteAll(_folder);
        IdxFiles.WriteAll(zippedFolder, gzip: true);
        using MnistData raw = MnistData.Open(_folder.Path, new());
        using MnistData zipped = MnistData.Open(zippedFolder.Path, new());

        using Batch expected = raw.Train.GetBatch(CounterRandom.Sequence(IdxFiles.TrainCount), epoch: 0);
        using Batch actual = zipped.Train.GetBatch(CounterRandom.Sequence(IdxFiles.TrainCount), epoch: 0);

        Assert.True(Bits.Same(expected, actual));
    }

    [Fact]
    public void A_raw_file_that_is_named_as_if_gzipped_is_read()
    {
        IdxFiles.WriteAll(_folder);
        File.Move(_folder.File(IdxFiles.TrainImages), _folder.File(IdxFiles.TrainImages + ".gz"));

        using MnistData data = MnistData.Open(_folder.Path, new());

        Assert.Equal(IdxFiles.TrainCount, data.Train.Count);
    }

    [Fact]
    public void Pixels_and_labels_are_those_of_the_file()
    {
        IdxFiles.WriteAll(_folder);
        using MnistData data = MnistData.Open(_folder.Path, new());

        using Batch batch = data.Test.GetBatch([4, 2], epoch: 0);

        Assert.Equal([4L, 2L], batch.Labels.data<long>().ToArray());
        byte[] file = File.ReadAllBytes(_folder.File(IdxFiles.TestImages));
        for (int row = 0; row < 28; row++)
        {
            for (int column = 0; column < 28; column++)
            {
                float expected = (float)((file[16 + (4 * 784) + (28 * row) + column] - 127.5) / 127.5);
                Assert.Equal(expected, batch.Images[0, 0, row + 2, column + 2].item<float>());
            }
        }
    }

    [Fact]
    public void The_default_folder_has_all_of_MNIST()
    {
        using MnistData data = MnistData.Open(MnistData.DefaultFolder, new());

        Assert.Equal(60_000, data.Train.Count);
        Assert.Null(data.Validation);
        Assert.Equal(10_000, data.Test.Count);
    }

    [Fact]
    public void Validation_images_are_taken_from_the_training_images()
    {
        IdxFiles.WriteAll(_folder);
        using MnistData data = MnistData.Open(_folder.Path, new() { ValidationCount = 5, Seed = 3 });

        Assert.Equal(7, data.Train.Count);
        Assert.Equal(5, data.Validation!.Count);
        Assert.Equal(
            CounterRandom.Sequence(IdxFiles.TrainCount), data.Train.Rows.Concat(data.Validation.Rows).Order());
    }

    [Fact]
    public void The_seed_decides_which_images_are_set_aside()
    {
        IdxFiles.WriteAll(_folder);

        Assert.Equal(ValidationRows(seed: 3), ValidationRows(seed: 3));
        Assert.NotEqual(ValidationRows(seed: 3), ValidationRows(seed: 4));
    }

    [Fact]
    public void A_limit_leaves_that_many_images_of_each_split()
    {
        IdxFiles.WriteAll(_folder);
        using MnistData data = MnistData.Open(_folder.Path, new() { ValidationCount = 3, Limit = 4 });

        Assert.Equal(4, data.Train.Count);
        Assert.Equal(3, data.Validation!.Count);
        Assert.Equal(4, data.Test.Count);
        Assert.Empty(data.Train.Rows.Intersect(data.Validation.Rows));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(0, false)]
    public void Only_the_training_split_is_augmented(double maximumRotation, bool isAugmented)
    {
        IdxFiles.WriteAll(_folder);
        using MnistData data = MnistData.Open(
            _folder.Path, new() { ValidationCount = 3, MaximumRotation = maximumRotation });

        Assert.Equal(isAugmented, data.Train.IsAugmented);
        Assert.False(data.Validation!.IsAugmented);
        Assert.False(data.Test.IsAugmented);
    }

    [Fact]
    public void Impossible_options_are_refused()
    {
        IdxFiles.WriteAll(_folder);

        AssertRefused(new() { ValidationCount = -1 }, "must be 0 or more");
        AssertRefused(new() { ValidationCount = 12 }, "Of 12 training images at most 11");
        AssertRefused(new() { MaximumRotation = -1 }, "from 0 to 180 degrees");
        AssertRefused(new() { MaximumRotation = double.NaN }, "from 0 to 180 degrees");
        AssertRefused(new() { Limit = 0 }, "must leave 1 image or more");
    }

    [Fact]
    public void Data_survive_the_dispose_scope_they_were_opened_in()
    {
        IdxFiles.WriteAll(_folder);
        MnistData data;
        using (NewDisposeScope())
        {
            data = MnistData.Open(_folder.Path, new());
        }

        using (data)
        using (Batch batch = data.Train.GetBatch([0], epoch: 0))
        {
            Assert.Equal([1, 1, 32, 32], batch.Images.shape);
        }
    }

    public void Dispose() => _folder.Dispose();

    private void AssertRefused(MnistDataOptions options, string message)
    {
        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
            () => MnistData.Open(_folder.Path, options));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private long[] ValidationRows(long seed)
    {
        using MnistData data = MnistData.Open(_folder.Path, new() { ValidationCount = 5, Seed = seed });
        return [.. data.Validation!.Rows];
    }
}
