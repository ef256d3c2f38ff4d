namespace TorchTrust.RightDatasets.Images;

/// <summary>Images standardized by constants that a paper gives to three places, as everybody copies them.</summary>
internal sealed class RoundedStatistics
{
    private static readonly float[] s_mean = [0.485f, 0.456f, 0.406f];
    private static readonly float[] s_deviation = [0.229f, 0.224f, 0.225f];

    public TensorTable Train { get; } = Make(60, 65);

    public TensorTable Test { get; } = Make(30, 66);

    public static RightDataset Describe()
    {
        DatasetSubject<RoundedStatistics> undeclared = DatasetSubject.For(() => new RoundedStatistics())
            .WithSplit("train", images => images.Train)
            .WithSplit("test", images => images.Test);
        return new RightDataset(
            nameof(RoundedStatistics),
            DatasetKinds.ColourImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("label", classes: 6).IsStandardized("image").HasUniqueItems(),
            "Mean and deviation are 0 and 1 to two places or three only, for test as for training.");
    }

    private static TensorTable Make(long count, long seed)
    {
        using Tensor mean = tensor(s_mean).view(3, 1, 1);
        using Tensor deviation = tensor(s_deviation).view(3, 1, 1);
        using Tensor light = (Draw.Normal(seed, count, 3, 12, 12) * deviation) + mean;
        using Tensor bytes = (light * 255).round() / 255;
        return new TensorTable(("image", (bytes - mean) / deviation), ("label", arange(count, dtype: ScalarType.Int64).remainder(6)));
    }
}
