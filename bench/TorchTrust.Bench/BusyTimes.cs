using MathNet.Numerics.Statistics;

namespace TorchTrust.Bench;

/// <summary>The times of one work alone and beside busy processes, with idle threads that sleep and that spin.</summary>
internal sealed class BusyTimes
{
    private readonly Dictionary<(bool Sleeps, bool IsBusy), List<double>> _seconds = [];

    private double WhatSleepingCostsAlone => Ratio((true, false), (false, false));

    private double WhatSleepingCostsBeside => Ratio((true, true), (false, true));

    /// <summary>Adds a run.</summary>
    public void Add(bool sleeps, bool isBusy, double seconds) =>
        (_seconds.TryGetValue((sleeps, isBusy), out List<double>? times) ? times : _seconds[(sleeps, isBusy)] = []).Add(seconds);

    /// <summary>Median times and paired ratios, as a table of one line.</summary>
    public string Table(string name)
    {
        string[] cells =
        [
            name,
            Seconds(true, false), Seconds(true, true), Text((true, true), (true, false)),
            Seconds(false, false), Seconds(false, true), Text((false, true), (false, false)),
            Text((true, false), (false, false)), Text((true, true), (false, true)),
        ];
        string[] heads =
        [
            $"what ({_seconds[(true, false)].Count} rounds)",
            "sleeping: alone", "beside", "ratio", "spinning: alone", "beside", "ratio", "sleeping to spinning: alone", "beside",
        ];
        string[] lines = [Row(heads), Row(Enumerable.Repeat("---", heads.Length)), Row(cells)];
        return $"\n{string.Join('\n', lines)}\n";
    }

    /// <summary>Whether the bar is met, and which way of waiting is the better default.</summary>
    public string Verdict(string name, double bar)
    {
        double beside = Ratio((true, true), (true, false));
        var both = PairedRatio.Of([.. Pairs((true, false), (false, false)), .. Pairs((true, true), (false, true))]);
        string better = both.High < 1 ? "OMP_WAIT_POLICY=PASSIVE is the better default"
            : both.Low > 1 ? "GOMP's own way is the better default"
            : "no difference is shown";
        string bound = beside <= bar ? "met" : "NOT met";
        return FormattableString.Invariant(
            $"""
             VERDICT {name}: beside busy processes {beside:f2} times as long as alone (bar {bar:f1}: {bound}).
             VERDICT {name}: threads that sleep take {WhatSleepingCostsAlone:f2} times as long as those that spin alone,
             {WhatSleepingCostsBeside:f2} times beside; over both {both}: {better}.
             """);
    }

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private string Seconds(bool sleeps, bool isBusy) => FormattableString.Invariant($"{_seconds[(sleeps, isBusy)].Median():f2} s");

    private (double Time, double Base)[] Pairs((bool, bool) time, (bool, bool) of) => [.. _seconds[time].Zip(_seconds[of])];

    private double Ratio((bool, bool) time, (bool, bool) of) =>
        Math.Exp(Pairs(time, of).Select(pair => Math.Log(pair.Time / pair.Base)).Mean());

    private string Text((bool, bool) time, (bool, bool) of) => Pairs(time, of) is { Length: > 1 } pairs
        ? PairedRatio.Of(pairs).ToString()
        : FormattableString.Invariant($"{Ratio(time, of):f2}");
}
