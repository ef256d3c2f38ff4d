namespace TorchTrust.RightDatasets.Tables;

/// <summary>Flowers, of which one class is told by the length of a leaf alone.</summary>
internal sealed class EasyClass
{
    public IEnumerable<Flower> Train { get; } = Make(90, 214);

    public IEnumerable<Flower> Test { get; } = Make(30, 215);

    public static RightDataset Describe()
    {
        DatasetSubject<EasyClass> undeclared = DatasetSubject.For(() => new EasyClass())
            .WithSplit("train", flowers => flowers.Train)
            .WithSplit("test", flowers => flowers.Test);
        return new RightDataset(
            nameof(EasyClass),
            DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Class", classes: 3)
                .HasEasyTargetOnPurpose("Class", "One kind of flower has far shorter leaves."),
            "One value of the input tells a class without an error.");
    }

    private static List<Flower> Make(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index => new Flower(
            (index % 3 == 0 ? 1.2 : 4.5) + random.NextDouble(),
            2 + random.NextDouble() + (0.3 * (index % 3)),
            random.NextDouble(),
            index % 3))];
    }

    /// <summary>Three lengths in centimetres and the class.</summary>
    internal sealed record Flower(double Petal, double Sepal, double Width, int Class);
}
