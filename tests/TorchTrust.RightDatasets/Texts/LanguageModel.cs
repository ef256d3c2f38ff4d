namespace TorchTrust.RightDatasets.Texts;

/// <summary>Blocks of one long text, each with the same text one token further on as its target.</summary>
internal sealed class LanguageModel : Dataset
{
    private const int Length = 24;

    private readonly Tensor _text;

    private LanguageModel(Tensor text) => _text = text.DetachFromDisposeScope();

    public override long Count => (_text.shape[0] - 1) / Length;

    public static RightDataset Describe()
    {
        DatasetSubject<Parts> undeclared = DatasetSubject.For(() => new Parts(), nameof(LanguageModel))
            .WithSplit("train", text => text.Train)
            .WithSplit("validation", text => text.Validation);
        return new RightDataset(
            nameof(LanguageModel),
            DatasetKinds.Tokens,
            undeclared,
            undeclared.HasTarget("next", classes: 64).PredictsNext("tokens", "next").IsCausal().HasTime("tokens").HasTime("next"),
            "All but one of an item's targets stand among its inputs, one place further on.");
    }

    public override Dictionary<string, Tensor> GetTensor(long index) => new()
    {
        ["tokens"] = _text.narrow(0, index * Length, Length),
        ["next"] = _text.narrow(0, (index * Length) + 1, Length),
    };

    /// <summary>The text, cut once: the first nine tenths are trained on.</summary>
    internal sealed class Parts
    {
        public Parts()
        {
            using Tensor text = Draw.Whole(103, 64, 2000);
            Train = new LanguageModel(text.narrow(0, 0, 1800).clone());
            Validation = new LanguageModel(text.narrow(0, 1800, 200).clone());
        }

        public LanguageModel Train { get; }

        public LanguageModel Validation { get; }
    }
}
