namespace TorchTrust.RightDatasets.Series;

/// <summary>Overlapping windows of a load curve, cut by time with a gap of one window, standardized by what is trained on.</summary>
internal sealed class PowerWindows(long seed)
{
    private const int Length = 24;
    private const int Train = 300;
    private const int Total = 420;

    private readonly Tensor _load = Standardize(Make());

    public static RightDataset Describe()
    {
        DatasetSubject<PowerWindows> undeclared = DatasetSubject.For(seed => new PowerWindows(seed))
            .WithSplit("train", _ => Train - Length, (load, index) => load.Window(index))
            .WithSplit("test", _ => Total - Train - (2 * Length), (load, index) => load.Window(Train + Length + index))
            .WithBatches("train", (load, epoch) => load.Epoch(epoch));
        return new RightDataset(
            nameof(PowerWindows),
            DatasetKinds.OverlappingWindows | DatasetKinds.Regression,
            undeclared,
            undeclared.HasTarget("Next").HasTime("Past").IsCausal()
                .CoversTime("train", (_, index) => (index, index + Length))
                .CoversTime("test", (_, index) => (Train + Length + index, Train + Length + index + Length)),
            "Neighbouring items share all but one of their steps, and the load of the test months lies higher.");
    }

    public Step Window(long start) => new(_load.narrow(0, start, Length), _load[start + Length].item<float>());

    public IEnumerable<(Tensor Past, Tensor Next)> Epoch(long epoch) =>
        Batches.Chunks(Draw.Order(Train - Length, seed, epoch), 32).Select(chunk => (
            stack(chunk.Select(index => Window(index).Past)), tensor(chunk.Select(index => Window(index).Next).ToArray())));

    private static Tensor Make()
    {
        Tensor hours = arange(Total, dtype: ScalarType.Float32);
        return (hours * (2 * MathF.PI / 24)).sin() + (hours / 300) + (0.4 * Draw.Normal(301, Total));
    }

    private static Tensor Standardize(Tensor load)
    {
        Tensor trained = load.narrow(0, 0, Train);
        return ((load - trained.mean()) / trained.std()).DetachFromDisposeScope();
    }

    /// <summary>A day <c>[24]</c> and the hour after it.</summary>
    internal sealed record Step(Tensor Past, float Next);
}
