namespace TorchTrust.RightDatasets.Composite;

/// <summary>One graph of papers that cite each other; masks say which are trained on and which are tested.</summary>
internal sealed class CitationGraph
{
    private const int Papers = 60;

    public Dictionary<string, Tensor>[] Graphs { get; } = [Make()];

    public static RightDataset Describe()
    {
        DatasetSubject<CitationGraph> undeclared = DatasetSubject.For(() => new CitationGraph())
            .WithSplit("graph", citations => citations.Graphs);
        return new RightDataset(
            nameof(CitationGraph),
            DatasetKinds.Graphs | DatasetKinds.Tiny | DatasetKinds.Masks | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("topic", classes: 4).Within("edges", 0, Papers - 1),
            "A single item, with training and testing inside of it.");
    }

    private static Dictionary<string, Tensor> Make()
    {
        using Tensor number = arange(Papers, dtype: ScalarType.Int64);
        return new()
        {
            ["words"] = Draw.Uniform(403, Papers, 16).gt(0.7).to(ScalarType.Float32).DetachFromDisposeScope(),
            ["edges"] = Draw.Whole(404, Papers, 2, 150).DetachFromDisposeScope(),
            ["topic"] = number.remainder(4).DetachFromDisposeScope(),
            ["train"] = number.lt(20).DetachFromDisposeScope(),
            ["test"] = number.ge(40).DetachFromDisposeScope(),
        };
    }
}
