using TorchTrust.Checks;
using TorchTrust.Datasets.Mutants;
using TorchTrust.Datasets.Probes;
using TorchTrust.Datasets.Reading;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Checks.Reproducibility;

/// <summary>Reading an item, or loading an epoch, does not set torch's generator to a fixed state.</summary>
[Check("data-leaves-the-seed-alone", "reading and loading do not set the generator back", CheckArea.Reproducibility)]
internal sealed class DataLeavesTheSeedAlone : LoadingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "From then on everything in the process draws the same numbers again: dropout, noise and shuffles repeat from batch to "
            + "batch.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Take manual_seed out of the read. Draw from a generator of the data set's own: new torch.Generator(seed), or "
            + "System.Random.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
    [
        new RewireReads(
            "seed-in-the-read", "sets the seed of torch in each read", (session, split) => LeftOut(split) is null, Seeding),
    ];

    /// <inheritdoc/>
    protected override string? WhyNot(DatasetSession session, LiveSplit split) => LeftOut(split);

    private static string? LeftOut(LiveSplit split) => split.Count == 0 ? $"Split {split.Name} has no items." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(DatasetSession session, LiveSplit split, CheckContext context)
    {
        bool read = SetsBack(() => _ = ItemReads.Read(session, split, [0]));
        bool loaded = session.LoaderOf(split.Name) is not null && SetsBack(() => _ = session.Batches(split.Name).Take(Batches).Count());
        return CheckOutcome.From(
        [
            .. read ? [new Finding($"reading an item of split {split.Name} sets torch's generator to a fixed state: from three states it "
                + $"is the same afterwards")] : Array.Empty<Finding>(),
            .. loaded && !read
                ? [new Finding($"loading a batch of split {split.Name} sets torch's generator to a fixed state: from three states it is "
                    + $"the same afterwards")] : Array.Empty<Finding>(),
        ]);
    }

    /// <summary>Reads that set the seed.</summary>
    internal static Func<LiveSplit, DatasetItem, DatasetItem> Seeding() => (_, item) =>
    {
        manual_seed(0);
        return item;
    };

    /// <summary>Whether the generator is in one state after it, whatever the state before.</summary>
    private static bool SetsBack(Action run)
    {
        using var scope = NewDisposeScope();
        Tensor[] states = [.. new long[] { 11, 22, 33 }.Select(seed =>
        {
            manual_seed(seed);
            run();
            return get_rng_state().clone();
        })];
        return TensorBits.AreEqual(states[0], states[1]) && TensorBits.AreEqual(states[0], states[2]);
    }
}
