using System.Globalization;

namespace MnistVae.Run;

/// <summary>The words of both progress displays; numbers look the same in every culture.</summary>
internal static class ProgressText
{
    /// <summary><c>epoch  3/12</c>.</summary>
    public static string Epoch(int epoch, int epochs)
    {
        string last = epochs.ToString(CultureInfo.InvariantCulture);
        return $"epoch {epoch.ToString(CultureInfo.InvariantCulture).PadLeft(last.Length)}/{last}";
    }

    /// <summary><c>step 1,234/5,628</c>.</summary>
    public static string Step(ProgressState progress) => Invariant($"step {progress.Step:#,0}/{progress.Steps:#,0}");

    /// <summary><c>loss 31.20  5,900 images/s  1:05 left</c>.</summary>
    public static string Details(ProgressState progress) => Invariant(
        $"loss {progress.Loss:0.00}  {progress.ImagesPerSecond:#,0} images/s  {Clock(progress.Remaining)} left");

    /// <summary><c>epoch  3/12  train loss 31.90  test loss 30.11  6.2 s</c>.</summary>
    public static string Summary(EpochSummary summary) =>
        Epoch(summary.Epoch, summary.Epochs) + Invariant(
            $"  train loss {summary.TrainLoss:0.00}  test loss {summary.TestLoss:0.00}  {Seconds(summary.Duration)}");

    /// <summary><c>6.2 s</c> below a minute, <c>1 min 32 s</c> above.</summary>
    public static string Seconds(TimeSpan time) => time < TimeSpan.FromMinutes(1)
        ? Invariant($"{time.TotalSeconds:0.0} s")
        : Invariant($"{(int)time.TotalMinutes} min {time.Seconds} s");

    private static string Clock(TimeSpan time) => Invariant($"{(int)time.TotalMinutes}:{time.Seconds:00}");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
