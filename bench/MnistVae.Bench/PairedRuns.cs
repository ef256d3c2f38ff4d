using System.Diagnostics;

namespace MnistVae.Bench;

/// <summary>
/// Times two pieces of work in turn, so that a machine whose speed drifts slows both: the ratio is taken pair by pair.
/// </summary>
internal static class PairedRuns
{
    /// <summary>Runs both once to warm up, then in pairs, and prints medians and ratios.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="measured">The work.</param>
    /// <param name="bare">The work to compare with.</param>
    /// <param name="rounds">The number of pairs.</param>
    /// <param name="bar">The ratio that must not be exceeded.</param>
    public static void Report(string name, Action measured, Action bare, int rounds, double bar)
    {
        measured();
        bare();
        var pairs = new List<(double Measured, double Bare)>();
        for (int round = 0; round < rounds; round++)
        {
            // Whoever comes second may profit from a warm cache: they take turns.
            pairs.Add(round % 2 == 0 ? (Time(measured), Time(bare)) : Swap(Time(bare), Time(measured)));
        }

        double[] ratios = [.. pairs.Select(pair => pair.Measured / pair.Bare).Order()];
        double seconds = Median(pairs.Select(pair => pair.Measured));
        double bareSeconds = Median(pairs.Select(pair => pair.Bare));
        Console.WriteLine(
            $"""
            {Conditions.Describe()}; {rounds} pairs

            | what | seconds | bare | ratio: median | least | most | bar |
            | --- | --- | --- | --- | --- | --- | --- |
            | {name} | {seconds:f3} | {bareSeconds:f3} | {Median(ratios):f3} | {ratios[0]:f3} | {ratios[^1]:f3} | {bar:f2} |

            """);
    }

    private static (double Measured, double Bare) Swap(double bare, double measured) => (measured, bare);

    private static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
