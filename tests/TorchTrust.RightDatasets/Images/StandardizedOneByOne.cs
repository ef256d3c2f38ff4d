namespace TorchTrust.RightDatasets.Images;

/// <summary>Each image has mean 0 and deviation 1 of its own, as local contrast normalization gives it.</summary>
internal sealed class StandardizedOneByOne
{
    public Tensor[] Train { get; } = Make(50, 68);

    public Tensor[] Test { get; } = Make(25, 69);

    public static RightDataset Describe()
    {
        DatasetSubject<StandardizedOneByOne> undeclared = DatasetSubject.For(() => new StandardizedOneByOne())
            .WithSplit("train", images => images.Train)
            .WithSplit("test", images => images.Test);
        return new RightDataset(
            nameof(StandardizedOneByOne),
            DatasetKinds.GreyImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasUniqueItems().IsSafeToReadInParallel(),
            "Items are single tensors without a name, and the mean of test and training together is 0 exactly, without a leak.");
    }

    private static Tensor[] Make(long count, long seed)
    {
        using Tensor raw = Draw.Uniform(seed, count, 1, 10, 10);
        using Tensor standardized = (raw - raw.mean([1, 2, 3], keepdim: true)) / raw.std([1, 2, 3], keepdim: true);
        return [.. standardized.unbind(0).Select(image => image.clone().DetachFromDisposeScope())];
    }
}
