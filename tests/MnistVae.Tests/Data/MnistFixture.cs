using MnistVae.Data;

namespace MnistVae.Tests.Data;

/// <summary>The data set that comes with the sample, opened once for a whole test class.</summary>
public class MnistFixture : IDisposable
{
    private readonly TempFolder _otherTestImages = new();

    public MnistFixture()
        : this(limit: null)
    {
    }

    protected MnistFixture(long? limit)
    {
        MnistDataOptions options = new() { ValidationCount = 5000, Seed = 1, Limit = limit };
        Data = MnistData.Open(MnistData.DefaultFolder, options);
        Unaugmented = MnistData.Open(MnistData.DefaultFolder, options with { MaximumRotation = 0 });
        BesideOtherTestImages = MnistData.Open(ReplaceTestImages(), options);
    }

    public MnistData Data { get; }

    /// <summary>The same images without augmentation.</summary>
    public MnistData Unaugmented { get; }

    /// <summary>The same training images beside other, much brighter test images.</summary>
    public MnistData BesideOtherTestImages { get; }

    public void Dispose()
    {
        Data.Dispose();
        Unaugmented.Dispose();
        BesideOtherTestImages.Dispose();
        _otherTestImages.Dispose();
        GC.SuppressFinalize(this);
    }

    private string ReplaceTestImages()
    {
        foreach (string name in new[] { IdxFiles.TrainImages, IdxFiles.TrainLabels })
        {
            File.Copy(
                Path.Combine(MnistData.DefaultFolder, name + ".gz"), _otherTestImages.File(name + ".gz"));
        }

        IdxFiles.Write(_otherTestImages, IdxFiles.TestImages, IdxFiles.Images(IdxFiles.TestCount));
        IdxFiles.Write(_otherTestImages, IdxFiles.TestLabels, IdxFiles.Labels(IdxFiles.TestCount));
        return _otherTestImages.Path;
    }
}
