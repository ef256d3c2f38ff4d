namespace TorchTrust.RightDatasets.Images;

/// <summary>Images with a random mask of patches beside each, for a masked autoencoder: the target is the image.</summary>
internal sealed class MaskedPatches(long seed)
{
    private readonly Tensor _images = Draw.Blobs(arange(50).remainder(5), 16, 53).unsqueeze(1).DetachFromDisposeScope();

    private readonly Random _random = new((int)seed);

    public long Count => _images.shape[0];

    public static RightDataset Describe()
    {
        DatasetSubject<MaskedPatches> undeclared = DatasetSubject.For(seed => new MaskedPatches(seed))
            .WithSplit("train", patches => patches.Count, (patches, index) => patches.Read(index), augmented: true);
        return new RightDataset(
            nameof(MaskedPatches),
            DatasetKinds.Masks | DatasetKinds.GreyImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("target").Within("image", 0, 1)
                .TargetIsInputOnPurpose("target", "image", "The network sees the patches that are not masked, and draws the others.")
                .DrawsApartOnPurpose("image", "mask", "Which patches are hidden has nothing to do with the image.")
                .DrawsApartOnPurpose("target", "mask", "Which patches are hidden has nothing to do with the image."),
            "The mask is drawn anew while the image stays: they do not move together, and need not.");
    }

    public Dictionary<string, Tensor> Read(long index)
    {
        bool[] hidden = new bool[16];
        Array.Fill(hidden, true, 0, 12);
        _random.Shuffle(hidden);
        return new() { ["image"] = _images[index], ["mask"] = tensor(hidden).view(4, 4), ["target"] = _images[index] };
    }
}
