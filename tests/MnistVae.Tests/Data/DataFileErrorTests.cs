using MnistVae.Data;
using static TorchSharp.torch;

namespace MnistVae.Tests.Data;

/// <summary>What is wrong with a file is said with the file's name, what was expected, and what was found.</summary>
public sealed class DataFileErrorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public DataFileErrorTests() => IdxFiles.WriteAll(_folder);

    [Fact]
    public void A_missing_folder_is_named()
    {
        string folder = _folder.File("nowhere");

        DataFileException exception = Assert.Throws<DataFileException>(() => MnistData.Open(folder, new()));

        Assert.Equal(Path.Combine(folder, IdxFiles.TrainImages), exception.Path);
        Assert.EndsWith("found no such folder.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(IdxFiles.TrainImages)]
    [InlineData(IdxFiles.TrainLabels)]
    [InlineData(IdxFiles.TestImages)]
    [InlineData(IdxFiles.TestLabels)]
    public void A_missing_file_is_named_with_what_is_there(string name)
    {
        File.Delete(_folder.File(name));

        AssertRefused(_folder.File(name), $"expected this file, or {name}.gz beside it", "found only t10k-");
    }

    [Fact]
    public void A_missing_file_in_an_empty_folder_is_named()
    {
        foreach (string path in Directory.GetFiles(_folder.Path))
        {
            File.Delete(path);
        }

        AssertRefused(_folder.File(IdxFiles.TrainImages), "expected this file", "found an empty folder");
    }

    [Fact]
    public void An_empty_file_is_refused() =>
        AssertRefused(Replace(IdxFiles.TestLabels, []), "expected a header of 8 bytes", "found an empty file.");

    [Fact]
    public void An_empty_file_inside_gzip_is_refused()
    {
        // Header, an empty final block, and eight zero bytes of checksum and length.
        byte[] nothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        AssertRefused(
            ReplaceGzip(nothing), "expected a header of 16 bytes", "found an empty file (in the unpacked data).");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    public void A_truncated_header_is_refused_with_its_length(int length) => AssertRefused(
        Replace(IdxFiles.TrainImages, IdxFiles.Images(1)[..length]),
        "expected a header of 16 bytes",
        $"found {length} bytes");

    [Fact]
    public void A_truncated_file_is_refused_with_its_length() => AssertRefused(
        Replace(IdxFiles.TrainImages, IdxFiles.Images(12)[..^1]),
        "expected 9408 bytes of data for sizes [12, 28, 28]",
        "found only 9407");

    [Fact]
    public void A_file_that_is_too_long_is_refused() => AssertRefused(
        Replace(IdxFiles.TestLabels, [.. IdxFiles.Labels(7), 0]),
        "expected 7 bytes of data for sizes [7]",
        "found more");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(5000)]
    public void A_truncated_gzip_file_is_refused(int bytesMissing)
    {
        byte[] packed = IdxFiles.Gzip(IdxFiles.Images(12));

        AssertRefused(ReplaceGzip(packed[..^bytesMissing]), "expected ", "found ");
    }

    [Theory]
    [InlineData(-8)]
    [InlineData(-2)]
    [InlineData(60)]
    [InlineData(3000)]
    public void A_flipped_bit_in_a_gzip_file_is_refused(int position)
    {
        byte[] packed = IdxFiles.Gzip(IdxFiles.Images(12));
        packed[position < 0 ? packed.Length + position : position] ^= 0x10;

        DataFileException exception = AssertRefused(
            ReplaceGzip(packed), "expected intact gzip data", "found damage after");
        Assert.IsType<InvalidDataException>(exception.InnerException);
    }

    [Fact]
    public void Labels_in_the_place_of_images_are_refused() => AssertRefused(
        Replace(IdxFiles.TrainImages, IdxFiles.Labels(12)),
        "expected magic number 0x00000803 (images)",
        "found 0x00000801 (labels)");

    [Fact]
    public void Images_in_the_place_of_labels_are_refused() => AssertRefused(
        Replace(IdxFiles.TestLabels, IdxFiles.Images(7), gzip: true),
        "expected magic number 0x00000801 (labels)",
        "found 0x00000803 (images)");

    [Fact]
    public void A_file_of_another_kind_is_refused() => AssertRefused(
        Replace(IdxFiles.TrainImages, "PNG or whatever else"u8.ToArray()),
        "expected magic number 0x00000803 (images)",
        "found 0x504E4720 (neither images nor labels)");

    [Fact]
    public void Swapped_train_and_test_labels_are_refused_by_their_counts() => AssertRefused(
        Replace(IdxFiles.TrainLabels, IdxFiles.Labels(7)),
        $"expected 12 labels, one for each image of {_folder.File(IdxFiles.TrainImages)}",
        "found 7");

    [Fact]
    public void A_label_out_of_range_is_refused_with_its_position()
    {
        byte[] labels = IdxFiles.Labels(12);
        labels[8 + 5] = 10;

        AssertRefused(Replace(IdxFiles.TrainLabels, labels), "expected labels from 0 to 9", "found 10 as label 5");
    }

    [Fact]
    public void Images_of_another_size_are_refused() => AssertRefused(
        Replace(IdxFiles.TestImages, IdxFiles.Images(7, rows: 28, columns: 27)),
        "expected images of 28 x 28 pixels",
        "found 28 x 27");

    [Fact]
    public void A_file_without_images_is_refused() => AssertRefused(
        Replace(IdxFiles.TestImages, IdxFiles.Images(0)),
        "expected sizes of 1 or more",
        "found sizes [0, 28, 28]");

    [Fact]
    public void Sizes_beyond_all_memory_are_refused() => AssertRefused(
        Replace(IdxFiles.TestImages, IdxFiles.Idx(0x803, [uint.MaxValue, uint.MaxValue, uint.MaxValue], [])),
        "with a product below 2147483648",
        "found sizes [4294967295, 4294967295, 4294967295]");

    [Fact]
    public void A_refusal_leaves_no_tensor()
    {
        using var scope = NewDisposeScope();
        Replace(IdxFiles.TestLabels, IdxFiles.Labels(6));

        Assert.Throws<DataFileException>(() => MnistData.Open(_folder.Path, new()));

        Assert.Equal(0, scope.DisposablesCount);
    }

    public void Dispose() => _folder.Dispose();

    private DataFileException AssertRefused(string path, string expected, string found)
    {
        DataFileException exception = Assert.Throws<DataFileException>(
            () => MnistData.Open(_folder.Path, new()));
        Assert.Equal(path, exception.Path);
        Assert.StartsWith(path + ": expected ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(found, exception.Message, StringComparison.Ordinal);
        return exception;
    }

    private string Replace(string name, byte[] data, bool gzip = false)
    {
        File.Delete(_folder.File(name));
        return IdxFiles.Write(_folder, name, data, gzip);
    }

    private string ReplaceGzip(byte[] packed)
    {
        File.Delete(_folder.File(IdxFiles.TrainImages));
        string path = _folder.File(IdxFiles.TrainImages + ".gz");
        File.WriteAllBytes(path, packed);
        return path;
    }
}
