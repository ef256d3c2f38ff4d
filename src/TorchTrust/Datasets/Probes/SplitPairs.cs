using TorchTrust.Datasets.Reading;

namespace TorchTrust.Datasets.Probes;

/// <summary>Which splits have to have nothing in common.</summary>
internal static class SplitPairs
{
    /// <summary>Each split that is trained on with each that is held out, unless one is a part of the other or it is declared that they share.</summary>
    /// <param name="splits">The splits, with what is known of them.</param>
    /// <param name="live">The split itself.</param>
    /// <param name="facts">What is declared.</param>
    public static IEnumerable<(T First, T Second)> Of<T>(IReadOnlyList<T> splits, Func<T, LiveSplit> live, DatasetFacts facts) =>
        from trained in splits
        from held in splits
        where live(trained).IsTrainedOn && !live(held).IsTrainedOn
        where live(trained).Declared.PartOf != live(held).Name && live(held).Declared.PartOf != live(trained).Name
        where !facts.SharedItems.Any(shared => Names(shared, live(trained).Name, live(held).Name))
        select (trained, held);

    private static bool Names((string First, string Second, string Reason) shared, string one, string other) =>
        (shared.First == one && shared.Second == other) || (shared.First == other && shared.Second == one);
}
