namespace TorchTrust.RightModels.Sequences;

/// <summary>
/// Classifies bags of words that lie one behind the other, found by their offsets (Joulin et al., 2016).
/// </summary>
internal sealed class EmbeddingBagClassifier : Module<Tensor, Tensor, Tensor>
{
    private readonly EmbeddingBag _bags = EmbeddingBag(60, 12, mode: EmbeddingBagMode.Mean);
    private readonly Module<Tensor, Tensor> _head = Linear(12, 4);

    public EmbeddingBagClassifier()
        : base(nameof(EmbeddingBagClassifier)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new EmbeddingBagClassifier()).WithInputs(MakeBags);
        return new RightModel(
            nameof(EmbeddingBagClassifier),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "No dimension of the words is the batch: bag i is a range that the offsets give, and the second bag "
                + "is longer.");
    }

    /// <param name="words">The words of all bags, int64 <c>[total]</c>.</param>
    /// <param name="offsets">Where each bag begins, int64 <c>[N]</c>.</param>
    /// <returns>Logits <c>[N, 4]</c>.</returns>
    public override Tensor forward(Tensor words, Tensor offsets)
    {
        using Tensor means = _bags.call(words, offsets);
        return _head.call(means);
    }

    private static object?[] MakeBags(long count)
    {
        long[] lengths = [.. Enumerable.Range(0, (int)count).Select(i => 3L + (i % 3))];
        long[] offsets = [.. lengths.Select((_, i) => lengths.Take(i).Sum())];
        return [Make.Tokens(60, lengths.Sum()), tensor(offsets)];
    }
}
