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
            undeclared.WithSamples(MakeBag, Collate).WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
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

    private static object?[] MakeBags(long count) => Collate([.. Enumerable.Range(0, (int)count).Select(i => MakeBag(i))]);

    private static Tensor MakeBag(long index) => Make.Tokens(60, 3 + (index % 3));

    private static object?[] Collate(IReadOnlyList<Tensor> bags)
    {
        long[] offsets = [.. bags.Select((_, i) => bags.Take(i).Sum(bag => bag.size(0)))];
        return [cat([.. bags]), tensor(offsets)];
    }
}
