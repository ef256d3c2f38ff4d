using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;

namespace TorchTrust.Datasets.Checks.Loading;

/// <summary>An epoch that is loaded by none and by three workers has the same batches in the same order.</summary>
[Check("data-workers-load-the-same", "none and several workers load the same batches", CheckArea.Loading)]
internal sealed class DataWorkersLoadTheSame : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "What was found out with no worker does not hold with several, and no run can be repeated on another machine.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Let seed, epoch and index decide what is drawn, not who draws; put batches back into their order. Random items differ "
            + "with the workers of TorchSharp's DataLoader, which share one generator: draw from a generator of the item's own.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireBatches(
            "swap-batches-of-workers",
            "gives the first two batches of several workers in another order",
            (session, split) => session.LoaderOf(split.Name)!.TakesWorkers && session.Batches(split.Name).Take(2).Count() == 2,
            () => OutOfOrder),
    ];

    /// <inheritdoc/>
    protected override string? NotApplicable(DatasetSubject subject) => subject.Loaders.Any(loader => loader.TakesWorkers)
        ? null
        : "No loader takes a number of workers: subject.WithBatches(\"train\", (data, epoch, workers) => …).";

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) =>
        NotLoaded(session, split)
        ?? (session.LoaderOf(split.Name)!.TakesWorkers ? null : $"The loader of {split.Name} takes no number of workers.");

    private const int Workers = 3;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        IReadOnlyList<IReadOnlyDictionary<string, UInt128>> alone = Load(session, split.Name, 0, context);
        IReadOnlyList<IReadOnlyDictionary<string, UInt128>> together = Load(session, split.Name, Workers, context);
        int wrong = Enumerable.Range(0, Math.Min(alone.Count, together.Count))
            .FirstOrDefault(at => alone[at].Any(field => together[at].GetValueOrDefault(field.Key) != field.Value), -1);
        return alone.Count != together.Count
            ? CheckOutcome.Failed(
                [new Finding($"an epoch of split {split.Name} has {alone.Count} batches with no worker, and {together.Count} with "
                    + $"{Workers} (of the first {Batches})")])
            : CheckOutcome.From(wrong < 0 ? [] :
            [
                new Finding($"{Fields(Differing(alone[wrong], together[wrong]))} of batch {wrong} of split {split.Name} differs between no "
                    + $"worker and {Workers}"),
            ]);
    }

    /// <summary>The first two batches in another order, if there are workers.</summary>
    internal static IEnumerable<DatasetBatch> OutOfOrder(IEnumerable<DatasetBatch> batches, long epoch, int workers)
    {
        DatasetBatch[] kept = [.. batches.Take(Batches).Select(Altered.Kept)];
        return workers > 0 ? [kept[1], kept[0], .. kept[2..]] : kept;
    }

    private static IEnumerable<string> Differing(IReadOnlyDictionary<string, UInt128> one, IReadOnlyDictionary<string, UInt128> other) =>
        one.Where(field => other.GetValueOrDefault(field.Key) != field.Value).Select(field => field.Key);

    private static IReadOnlyList<IReadOnlyDictionary<string, UInt128>> Load(
        DatasetSession session, string split, int workers, CheckContext context)
    {
        context.Step($"loading an epoch of split {split} with {workers} workers");
        session.Renew();
        using var state = TorchTrust.Probes.RandomState.Fork(session.Seed);
        return [.. session.Batches(split, 0, workers).Take(Batches).Select(PrintOf)];
    }
}
