namespace TorchTrust.RightDatasets.Streams;

/// <summary>Solutions of the heat equation, computed for the initial values that an index draws; nothing is stored.</summary>
internal sealed class GeneratedHeat
{
    public static RightDataset Describe()
    {
        DatasetSubject<GeneratedHeat> undeclared = DatasetSubject.For(() => new GeneratedHeat())
            .WithSplit("train", _ => 120, (_, index) => Solve(index))
            .WithSplit("test", _ => 40, (_, index) => Solve(1_000_000 + index));
        return new RightDataset(
            nameof(GeneratedHeat),
            DatasetKinds.Generated | DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("later").IsSafeToReadInParallel().HasUniqueItems()
                .RepeatsValuesOnPurpose("*", "The rod is cold at both ends.")
                .HasEasyTargetOnPurpose("later", "The equation is linear, so its solution is too."),
            "The target is a linear function of the input, exactly, and both ends of every item are 0.");
    }

    private static Dictionary<string, Tensor> Solve(long index)
    {
        using var scope = NewDisposeScope();
        Tensor place = linspace(0, Math.PI, 24, ScalarType.Float64);
        Tensor waves = Draw.Normal(503_000 + index, 5).to(ScalarType.Float64);
        Tensor now = zeros(24, ScalarType.Float64);
        Tensor later = zeros(24, ScalarType.Float64);
        for (int wave = 1; wave <= 5; wave++)
        {
            Tensor shape = waves[wave - 1] * (place * wave).sin();
            now += shape;
            later += shape * Math.Exp(-0.05 * wave * wave);
        }

        (now[0], now[23], later[0], later[23]) = (0.0, 0.0, 0.0, 0.0);
        return new() { ["now"] = now.MoveToOuterDisposeScope(), ["later"] = later.MoveToOuterDisposeScope() };
    }
}
