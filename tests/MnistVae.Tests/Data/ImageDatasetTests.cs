using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly MnistData _data;

    public ImageDatasetTests()
    {
        IdxFiles.WriteAll(_folder);
        _data = MnistData.Open(_folder.Path, new() { ValidationCount = 3, Seed = 5 });
    }

    [Fact]
    public void The_nth_read_of_an_item_is_that_of_epoch_n()
    {
        using var scope = NewDisposeScope();
        for (int epoch = 0; epoch < 4; epoch++)
        {
            using Batch expected = _data.Train.GetBatch([2], epoch);
            Dictionary<string, Tensor> item = _data.Train.GetTensor(2);
            Assert.Equal([1, 32, 32], item["image"].shape);
            Assert.Empty(item["label"].shape);
            Assert.True(Bits.Same(expected.Images.squeeze(0), item["image"]), $"Read {epoch} differs.");
            Assert.Equal(expected.Labels[0].item<long>(), item["label"].item<long>());
        }
    }

    [Fact]
    public void Reads_on_many_threads_give_each_rotation_once()
    {
        const int Reads = 64;
        byte[][] images = new byte[Reads][];
        Parallel.For(0, Reads, new ParallelOptions { MaxDegreeOfParallelism = 4 }, read =>
        {
            using var scope = NewDisposeScope();
            images[read] = _data.Train.GetTensor(1)["image"].bytes.ToArray();
        });

        HashSet<string> found = [.. images.Select(Convert.ToBase64String)];
        for (int epoch = 0; epoch < Reads; epoch++)
        {
            using Batch batch = _data.Train.GetBatch([1], epoch);
            Assert.Contains(Convert.ToBase64String(batch.Images.bytes), found);
        }

        Assert.Equal(Reads, found.Count);
    }

    [Fact]
    public void Another_seed_gives_other_rotations()
    {
        using MnistData other = MnistData.Open(_folder.Path, new() { Seed = 6 });
        using MnistData same = MnistData.Open(_folder.Path, new() { Seed = 5 });
        long row = _data.Train.Rows[0];

        using Batch batch = _data.Train.GetBatch([0], epoch: 0);
        using Batch sameSeed = same.Train.GetBatch([row], epoch: 0);
        using Batch otherSeed = other.Train.GetBatch([row], epoch: 0);

        Assert.True(Bits.Same(batch.Images, sameSeed.Images));
        Assert.False(Bits.Same(batch.Images, otherSeed.Images));
    }

    [Fact]
    public void An_index_out_of_range_is_refused_with_the_range()
    {
        Assert.Throws<ArgumentException>(() => _data.Train.GetBatch([], epoch: 0));
        foreach (long index in new long[] { -1, 9 })
        {
            ArgumentOutOfRangeException batch = Assert.Throws<ArgumentOutOfRangeException>(
                () => _data.Train.GetBatch([0, index], epoch: 0));
            ArgumentOutOfRangeException item = Assert.Throws<ArgumentOutOfRangeException>(
                () => _data.Train.GetTensor(index));
            Assert.Contains("The Train split has the indices 0 to 8.", batch.Message, StringComparison.Ordinal);
            Assert.Contains("The Train split has the indices 0 to 8.", item.Message, StringComparison.Ordinal);
            Assert.Equal(index, batch.ActualValue);
        }
    }

    [Fact]
    public void Each_split_and_each_share_lives_on_when_another_is_disposed()
    {
        ImageDataset share = _data.Train.Share();
        _data.Train.Dispose();

        using (share)
        using (Batch validation = _data.Validation!.GetBatch([0], epoch: 0))
        using (Batch shared = share.GetBatch([0], epoch: 0))
        {
            Assert.Equal([1, 1, 32, 32], shared.Images.shape);
        }

        Assert.Throws<ObjectDisposedException>(() => _data.Train.GetBatch([0], epoch: 0));
        Assert.Throws<ObjectDisposedException>(() => share.GetTensor(0));
    }

    [Fact]
    public void A_batch_belongs_to_no_scope_and_leaves_nothing_behind()
    {
        using var scope = NewDisposeScope();
        Batch train = _data.Train.GetBatch([0, 1], epoch: 0);
        Batch test = _data.Test.GetBatch([0, 1], epoch: 0);
        Assert.Equal(0, scope.DisposablesCount);

        using (train)
        using (test)
        {
            Assert.Equal(2, train.Images.shape[0]);

            // The scope does count what is made in it.
            _ = train.Images.clone();
            Assert.Equal(1, scope.DisposablesCount);
        }

        Assert.True(train.Images.IsInvalid && train.Labels.IsInvalid);
    }

    [Fact]
    public void An_item_belongs_to_the_scope_of_the_reader_and_leaves_nothing_else()
    {
        using var scope = NewDisposeScope();

        Dictionary<string, Tensor> item = _data.Train.GetTensor(0);

        Assert.Equal(2, scope.DisposablesCount);
        Assert.True(scope.Contains(item["image"]) && scope.Contains(item["label"]));
    }

    [Fact]
    public void Batches_lie_in_memory_of_the_native_allocator()
    {
        using Batch train = _data.Train.GetBatch([0, 1, 2], epoch: 0);
        using Batch test = _data.Test.GetBatch([0, 1, 2], epoch: 0);

        foreach (Tensor tensor in new[] { train.Images, train.Labels, test.Images, test.Labels })
        {
            // LibTorch aligns to 64 bytes, a managed array to 8.
            nint address = Unsafe.ByteOffset(
                ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(tensor.bytes));
            Assert.Equal(0, address % 64);
        }
    }

    [Fact]
    public void Batches_need_no_gradient_and_leave_the_gradient_mode()
    {
        using Batch batch = _data.Train.GetBatch([0], epoch: 0);

        Assert.False(batch.Images.requires_grad);
        Assert.True(is_grad_enabled());
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }
}
