namespace TorchTrust.RightDatasets.Images;

/// <summary>
/// Episodes of few examples: five images to learn from and five to answer, of classes that testing has and training has not.
/// </summary>
internal sealed class FewShotEpisodes
{
    private readonly Tensor _images = Draw.Uniform(73, 16, 10, 1, 8, 8).DetachFromDisposeScope();

    public IReadOnlyList<Episode> Train => [.. Enumerable.Range(0, 30).Select(number => Make(number, 0, 10))];

    public IReadOnlyList<Episode> Test => [.. Enumerable.Range(0, 12).Select(number => Make(number, 10, 6))];

    public static RightDataset Describe()
    {
        DatasetSubject<FewShotEpisodes> undeclared = DatasetSubject.For(() => new FewShotEpisodes())
            .WithSplit("train", episodes => episodes.Train)
            .WithSplit("test", episodes => episodes.Test);
        return new RightDataset(
            nameof(FewShotEpisodes),
            DatasetKinds.GreyImages | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Classes", classes: 16)
                .LeavesClassesOutOnPurpose("*", "Testing asks for classes that training has never seen.")
                .RepeatsItemsOnPurpose("train", "Episodes draw from few images."),
            "No class is in both splits, an item holds ten images in two lists, and one image stands in several items.");
    }

    private Episode Make(int number, int first, int classes)
    {
        var random = new Random((first * 1000) + number);
        int[] chosen = [.. Enumerable.Range(first, classes).OrderBy(_ => random.Next()).Take(5)];
        return new Episode(
            [.. chosen.Select(one => _images[one][random.Next(5)])],
            [.. chosen.Select(one => _images[one][5 + random.Next(5)])],
            [.. chosen.Select(one => (long)one)]);
    }

    /// <summary>Images <c>[1, 8, 8]</c> to learn from and to answer, in the order of their classes.</summary>
    internal sealed record Episode(Tensor[] Support, Tensor[] Query, long[] Classes);
}
