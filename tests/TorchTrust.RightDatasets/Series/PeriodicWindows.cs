namespace TorchTrust.RightDatasets.Series;

/// <summary>Windows of an exact sine with a period of sixteen steps: every window repeats sooner or later.</summary>
internal sealed class PeriodicWindows
{
    private static readonly float[] s_wave = [.. Enumerable.Range(0, 16).Select(step => MathF.Sin(MathF.PI * step / 8))];

    public static RightDataset Describe()
    {
        DatasetSubject<PeriodicWindows> undeclared = DatasetSubject.For(() => new PeriodicWindows())
            .WithSplit("train", _ => 100, (_, index) => Window(index))
            .WithSplit("test", _ => 40, (_, index) => Window(140 + index));
        return new RightDataset(
            nameof(PeriodicWindows),
            DatasetKinds.OverlappingWindows | DatasetKinds.Generated | DatasetKinds.Unusual,
            undeclared,
            undeclared.HasTarget("Next").HasTime("Past").IsCausal().Within("Past", -1, 1)
                .RepeatsItemsOnPurpose("*", "The wave is periodic.")
                .SharesItemsOnPurpose("train", "test", "The wave is periodic.")
                .RepeatsValuesOnPurpose("Past", "The wave is periodic.")
                .HasEasyTargetOnPurpose("Next", "One period before, the value was the same."),
            "The target stands in the input, one period before, and windows of both splits are equal.");
    }

    private static Window20 Window(long start) => new(
        [.. Enumerable.Range(0, 20).Select(step => s_wave[(start + step) % 16])], s_wave[(start + 20) % 16]);

    /// <summary>Twenty steps and the next one.</summary>
    internal sealed record Window20(float[] Past, float Next);
}
