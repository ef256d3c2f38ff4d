namespace TorchTrust.RightDatasets.Images;

/// <summary>For an autoencoder: the image is input and target, the same tensor even.</summary>
internal sealed class Reconstruction
{
    private readonly Tensor _images = Draw.Blobs(arange(70).remainder(7), 12, 70).unsqueeze(1).DetachFromDisposeScope();

    public IReadOnlyList<(Tensor Input, Tensor Target)> Train => [.. Enumerable.Range(0, 50).Select(Pair)];

    public IReadOnlyList<(Tensor Input, Tensor Target)> Test => [.. Enumerable.Range(50, 20).Select(Pair)];

    public static RightDataset Describe()
    {
        DatasetSubject<Reconstruction> undeclared = DatasetSubject.For(() => new Reconstruction())
            .WithSplit("train", images => images.Train)
            .WithSplit("test", images => images.Test);
        return new RightDataset(
            nameof(Reconstruction),
            DatasetKinds.GreyImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Item2").Within("*", 0, 1)
                .TargetIsInputOnPurpose("Item2", "Item1", "An autoencoder draws what it was given."),
            "The target stands in the input, element by element.");
    }

    private (Tensor Input, Tensor Target) Pair(int index) => (_images[index], _images[index]);
}
