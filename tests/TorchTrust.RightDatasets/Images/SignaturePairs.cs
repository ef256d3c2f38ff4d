namespace TorchTrust.RightDatasets.Images;

/// <summary>Two signatures, and whether one hand wrote both; the list of pairs is fixed.</summary>
internal sealed class SignaturePairs
{
    private readonly Tensor _signatures = Draw.Uniform(72, 30, 1, 6, 14).DetachFromDisposeScope();

    public IReadOnlyList<Pair> Train => Pairs(0, 20);

    public IReadOnlyList<Pair> Test => Pairs(20, 10);

    public static RightDataset Describe()
    {
        DatasetSubject<SignaturePairs> undeclared = DatasetSubject.For(() => new SignaturePairs())
            .WithSplit("train", signatures => signatures.Train)
            .WithSplit("test", signatures => signatures.Test);
        return new RightDataset(
            nameof(SignaturePairs),
            DatasetKinds.Pairs | DatasetKinds.GreyImages,
            undeclared,
            undeclared.HasTarget("IsSame", classes: 2).Within("First", 0, 1).Within("Second", 0, 1),
            "One signature is the first of several pairs, with both answers: equal first inputs have different targets.");
    }

    private Pair[] Pairs(int first, int count) =>
    [
        .. from one in Enumerable.Range(first, count)
           from step in Enumerable.Range(1, 3)
           let other = first + ((one - first + step) % count)
           select new Pair(_signatures[one], _signatures[other], one / 5 == other / 5),
    ];

    /// <summary>Two signatures <c>[1, 6, 14]</c>; pairs are ordered.</summary>
    internal sealed record Pair(Tensor First, Tensor Second, bool IsSame);
}
