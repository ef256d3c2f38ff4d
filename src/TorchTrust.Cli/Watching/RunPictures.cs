using System.Globalization;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Cli.Watching;

/// <summary>The pictures of a watched run: its curves, how much each weight moved, and what was seen.</summary>
internal static class RunPictures
{
    private const int MostColumns = 24;

    /// <summary>Makes them.</summary>
    /// <param name="points">Where the training stood.</param>
    /// <param name="state">What was known at last.</param>
    /// <param name="facts">More rows of what was seen.</param>
    public static IReadOnlyList<Picture> Of(
        IReadOnlyList<WatchPoint> points, WatchState? state, IEnumerable<(string Name, string Value)> facts)
    {
        double[] steps = [.. points.Select(point => (double)point.Step)];
        IEnumerable<Picture?> pictures =
        [
            Curve(
                "The loss",
                "loss",
                steps,
                points,
                point => point.Loss,
                isLogarithmic: false,
                isEach: true,
                "What backward passes began at."),
            Curve(
                "The norm of the gradients",
                "norm",
                steps,
                points,
                point => point.GradientNorm,
                isLogarithmic: true,
                isEach: false,
                "All gradients of the optimizer together, before the steps that were looked at."),
            Curve(
                "The rate",
                "rate",
                steps,
                points,
                point => point.Rate,
                isLogarithmic: false,
                isEach: true,
                "The learning rate of the first group."),
            Updates(state?.Updates ?? []),
            new TablePicture(
                "What was seen",
                ["what", "how"],
                [.. (state?.Seen ?? []).Concat(facts.Select(fact => (IReadOnlyList<string>)[fact.Name, fact.Value])).Take(64)]),
        ];
        return [.. pictures.OfType<Picture>()];
    }

    private static CurvePicture? Curve(
        string title,
        string axis,
        double[] steps,
        IReadOnlyList<WatchPoint> points,
        Func<WatchPoint, double> value,
        bool isLogarithmic,
        bool isEach,
        string caption)
    {
        double[] values = [.. points.Select(value)];

        // What a step was not looked at for has the bits of the step before: no point is drawn there.
        int[] measured = [.. Enumerable.Range(0, values.Length).Where(at => at == 0 || isEach || !values[at].Equals(values[at - 1]))];
        return values.Any(double.IsFinite)
            ? new CurvePicture(
                title, "step", axis, [new Curve(axis, [.. measured.Select(at => steps[at])], [.. measured.Select(at => values[at])])])
            {
                IsLogarithmic = isLogarithmic,
                Caption = caption,
            }
            : null;
    }

    private static HeatMapPicture? Updates(IReadOnlyList<WatchSeries> series)
    {
        double last = series.SelectMany(one => one.Steps).DefaultIfEmpty(0).Max();
        if (last < 1)
        {
            return null;
        }

        int columns = (int)Math.Min(MostColumns, last);
        double width = last / columns;
        return new HeatMapPicture(
            "How much steps move weights",
            "weight",
            "step",
            [.. series.Select(one => one.Name)],
            [.. Enumerable.Range(0, columns)
                .Select(column => ((int)Math.Ceiling((column + 1) * width)).ToString(CultureInfo.InvariantCulture))],
            [.. series.Select(one => (IReadOnlyList<double>)[.. Enumerable.Range(0, columns)
                .Select(column => Mean(one, column * width, (column + 1) * width))])])
        {
            ValueAxis = "size of the step / size of the weight",
            IsLogarithmic = true,
            Caption = "One weight was measured a step, each in turn; a gap is a time without a measurement.",
        };
    }

    private static double Mean(WatchSeries series, double above, double upTo)
    {
        double[] values = [.. series.Steps.Zip(series.Values).Where(point => point.First > above && point.First <= upTo)
            .Select(point => point.Second)];
        return values.Length == 0 ? double.NaN : values.Average();
    }
}
