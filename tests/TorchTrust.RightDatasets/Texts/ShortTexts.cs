namespace TorchTrust.RightDatasets.Texts;

/// <summary>Answers of a survey as they were typed: a word or two and a mark; many say the same.</summary>
internal sealed class ShortTexts
{
    private static readonly string[] s_words = ["good", "bad", "fine", "very good", "very bad", "so so", "great", "no"];

    public List<(string Text, bool IsPositive)> Train { get; } = Make(120, 1);

    public List<(string Text, bool IsPositive)> Test { get; } = Make(40, 2);

    public static RightDataset Describe()
    {
        DatasetSubject<ShortTexts> undeclared = DatasetSubject.For(() => new ShortTexts())
            .WithSplit("train", answers => answers.Train)
            .WithSplit("test", answers => answers.Test);
        return new RightDataset(
            nameof(ShortTexts),
            DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Item2", classes: 2)
                .RepeatsItemsOnPurpose("*", "People answer in the same few words.")
                .SharesItemsOnPurpose("train", "test", "People answer in the same few words."),
            "No tensors at all, equal items in both splits, and people who say the same but mean the opposite.");
    }

    private static List<(string Text, bool IsPositive)> Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(s_words.Length))
            .Select(word => (s_words[word], (word % 2 == 0) == (random.Next(10) > 0)))];
    }
}
