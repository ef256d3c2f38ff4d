namespace TorchTrust.RightDatasets.Texts;

/// <summary>Reviews as tokens of several lengths; the loader fills them up with 0 to the longest of a batch.</summary>
internal sealed class PaddedTexts(long seed)
{
    public IReadOnlyList<Review> Train { get; } = Make(80, 101);

    public IReadOnlyList<Review> Test { get; } = Make(30, 102);

    public static RightDataset Describe()
    {
        DatasetSubject<PaddedTexts> undeclared = DatasetSubject.For(seed => new PaddedTexts(seed))
            .WithSplit("train", texts => texts.Train)
            .WithSplit("test", texts => texts.Test)
            .WithBatches("train", (texts, epoch) => texts.Epoch(epoch));
        return new RightDataset(
            nameof(PaddedTexts),
            DatasetKinds.Tokens,
            undeclared,
            undeclared.HasTarget("Label", classes: 2).HasSeveralLengths("Tokens", dimension: 0).HasPadding("Tokens", 0)
                .Within("Tokens", 0, 199).HasTime("Tokens").IsSafeToReadInParallel(),
            "Items differ in shape, and batches have a value that no item has.");
    }

    public IEnumerable<(Tensor Tokens, Tensor Labels)> Epoch(long epoch) =>
        Batches.Chunks(Draw.Order(Train.Count, seed, epoch), 16).Select(chunk => (
            Batches.Pad([.. chunk.Select(index => Train[(int)index].Tokens)], 0),
            tensor(chunk.Select(index => Train[(int)index].Label).ToArray())));

    private static Review[] Make(int count, long seed) => [.. Enumerable.Range(0, count).Select(index => new Review(
        Draw.Whole((seed * 1000) + index, 199, 5 + ((index * 7) % 23)).add(1).DetachFromDisposeScope(), index % 2))];

    /// <summary>Tokens from 1 to 199, <c>[T]</c>, and whether it is a good one.</summary>
    internal sealed record Review(Tensor Tokens, long Label);
}
