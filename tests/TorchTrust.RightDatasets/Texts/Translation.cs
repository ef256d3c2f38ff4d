namespace TorchTrust.RightDatasets.Texts;

/// <summary>Sentences in two languages, both filled up to a fixed length when they were prepared.</summary>
internal sealed class Translation
{
    private const int Longest = 12;

    public Sentence[] Train { get; } = Make(70, 104);

    public Sentence[] Test { get; } = Make(30, 105);

    public static RightDataset Describe()
    {
        DatasetSubject<Translation> undeclared = DatasetSubject.For(() => new Translation())
            .WithSplit("train", sentences => sentences.Train)
            .WithSplit("test", sentences => sentences.Test);
        return new RightDataset(
            nameof(Translation),
            DatasetKinds.Pairs | DatasetKinds.Tokens,
            undeclared,
            undeclared.HasTarget("Target").HasPadding("Source", 0).HasPadding("Target", 0).HasTime("Source").HasTime("Target")
                .IgnoresTarget("Target", 0).RepeatsValuesOnPurpose("*", "Every sentence starts alike, and is filled up with 0."),
            "Numbers as arrays, whose first element is the same in all items and whose last ones mostly are.");
    }

    private static Sentence[] Make(int count, int seed) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var random = new Random((seed * 1000) + index);
        int length = random.Next(4, Longest);
        int[] source = [1, .. Enumerable.Range(0, length).Select(_ => random.Next(3, 90))];
        int[] target = [1, .. source.Skip(1).Reverse().Select(word => ((word * 7) % 89) + 3), 2];
        return new Sentence(Fill(source), Fill(target));
    })];

    private static int[] Fill(int[] words) => [.. words, .. new int[Longest + 2 - words.Length]];

    /// <summary>Words from 3, 1 at the start, 2 at the end, 0 after it.</summary>
    internal sealed record Sentence(int[] Source, int[] Target);
}
