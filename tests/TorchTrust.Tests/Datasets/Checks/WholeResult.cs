using System.Globalization;
using System.IO.Hashing;
using System.Text.RegularExpressions;
using TorchTrust.Tests.Checks;

namespace TorchTrust.Tests.Datasets.Checks;

/// <summary>
/// All that a result says, as a text to be approved: verdict, reason, findings with their places and numbers, pictures, and what became
/// of each mutant. What differs from machine to machine is left out.
/// </summary>
internal static partial class WholeResult
{
    /// <summary>The text of a result.</summary>
    public static string Of(CheckResult result) => string.Join('\n',
    [
        .. result.Verdict == Verdict.Failed
            ? [Nothing().Replace(Messages.Normal(result), "$1 0 "), .. result.Findings.Select(Places)]
            : new[] { $"{result.Verdict} {result.Severity} {result.CheckId}" },
        .. result.Reason is null ? Array.Empty<string>() : [Messages.WithoutLines($"since: {result.Reason}")],
        .. result.IsBeyondThisMachine ? ["beyond this machine"] : Array.Empty<string>(),
        .. result.Pictures.SelectMany(Lines),
        .. result.Power?.Mutants.Select(Line) ?? [],
    ]);

    private static string Places(Finding finding) => Messages.WithoutLines(
        $"at: module {finding.Module ?? "-"}, parameter {finding.Parameter ?? "-"}, "
            + $"item {Invariant(finding.Sample)}, dimension {Invariant(finding.Dimension)}, "
            + $"line {finding.Source?.ToString() ?? "-"}, member {finding.Member ?? "-"}, answer {finding.Answer ?? "-"}, "
            + $"throws {finding.Throws ?? "-"}; "
            + $"numbers {string.Join(", ", finding.Numbers.Select(number => $"{number.Key} = {Short(number.Value)}"))}");

    private static string Line(MutantResult mutant) => Messages.WithoutLines(
        $"mutant: {mutant.Mutant} at {mutant.Site}: {mutant.Outcome}{(mutant.Detail is null ? "" : $" ({mutant.Detail})")}");

    private static IEnumerable<string> Lines(Picture picture) =>
    [
        $"picture: {picture.GetType().Name}, {picture.Title}{(picture.ShowsItems ? ", shows items" : "")}",
        .. picture.Caption is null ? Array.Empty<string>() : [$"  {picture.Caption}"],
        .. picture switch
        {
            TablePicture table => table.Rows.Prepend(table.Columns).Select(row => $"  {string.Join(" | ", row)}"),
            HistogramPicture histogram => [$"  from {Short(histogram.Edges[0])} to {Short(histogram.Edges[^1])}: {string.Join(' ',
                histogram.Counts)}"],
            ImagesPicture images => images.Tiles.Select(tile =>
                $"  {tile.Label}: {tile.Width} x {tile.Height} x {tile.Channels}, {Convert.ToHexString(XxHash3.Hash(tile.Pixels.Span))}"),
            BarPicture bars => bars.Bars.Select(bar => $"  {bar.Label}: {Short(bar.Value)}{(bar.IsCulprit ? " !" : "")}"),
            _ => throw new NotSupportedException($"No check of data sets shows a {picture.GetType().Name}: say here how it reads."),
        },
    ];

    private static string Short(double value) => (Math.Abs(value) < 1e-12 ? 0 : value).ToString("g3", CultureInfo.InvariantCulture);

    /// <summary>What rounding leaves of a zero.</summary>
    [GeneratedRegex(@"(mean|deviation) -?\d(?:\.\d+)?e-1\d ")]
    private static partial Regex Nothing();

    private static string Invariant<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? "-";
}
