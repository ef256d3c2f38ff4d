namespace TorchTrust.RightDatasets.Texts;

/// <summary>News with any number of tags out of eight, also none; the words are counted.</summary>
internal sealed class NewsTags
{
    public TensorTable Train { get; } = Make(90, 106);

    public TensorTable Test { get; } = Make(30, 107);

    public static RightDataset Describe()
    {
        DatasetSubject<NewsTags> undeclared = DatasetSubject.For(() => new NewsTags())
            .WithSplit("train", news => news.Train)
            .WithSplit("test", news => news.Test);
        return new RightDataset(
            nameof(NewsTags),
            DatasetKinds.MultiLabel,
            undeclared,
            undeclared.HasTarget("tags", classes: 8).Within("tags", 0, 1).Within("words", 0, 1000),
            "Some items have no tag and some have several; counts of words are whole numbers, mostly 0.");
    }

    private static TensorTable Make(long count, long seed)
    {
        using var scope = NewDisposeScope();
        Tensor tags = Draw.Uniform(seed, count, 8).lt(0.25).to(ScalarType.Float32);
        Tensor rates = 0.3f + tags.matmul(Draw.Uniform(108, 8, 40).gt(0.8).to(ScalarType.Float32));
        Tensor words = (Draw.Uniform(seed + 50, count, 40) * rates * 3).floor();
        return new TensorTable(("words", words), ("tags", tags));
    }
}
