using System.Globalization;
using System.Text.RegularExpressions;
using OxyPlot;

namespace TorchTrust.Reporting.Pictures;

/// <summary>
/// Colours that stand for those of the page: drawn as numbers that nothing else uses, then replaced by variables of its
/// style sheet, so that one picture serves light, dark and paper.
/// </summary>
internal static partial class Palette
{
    private const int Steps = 24;
    private const byte HeatMark = 0x06;

    /// <summary>Text.</summary>
    public static readonly OxyColor Ink = OxyColor.FromRgb(1, 1, 1);

    /// <summary>Text beside it.</summary>
    public static readonly OxyColor Muted = OxyColor.FromRgb(2, 2, 2);

    /// <summary>Lines of axes and grids.</summary>
    public static readonly OxyColor Line = OxyColor.FromRgb(3, 3, 3);

    /// <summary>What is as it should be.</summary>
    public static readonly OxyColor Fair = OxyColor.FromRgb(4, 4, 4);

    /// <summary>What the check speaks of.</summary>
    public static readonly OxyColor Culprit = OxyColor.FromRgb(5, 5, 5);

    /// <summary>A cell without a value, or with none at all.</summary>
    public static readonly OxyColor Empty = OxyColor.FromRgb(7, 7, 7);

    /// <summary>Colours from few to much.</summary>
    public static OxyPalette Heat { get; } = new(Enumerable.Range(0, Steps).Select(step => OxyColor.FromRgb(HeatMark, (byte)step, 0)));

    /// <summary>The value of a style or of a presentation attribute with the page's variables in it.</summary>
    public static string ToVariables(string style) => Colour().Replace(style, Variable);

    private static string Variable(Match match) => (Part(match, 1), Part(match, 2), Part(match, 3)) switch
    {
        (1, 1, 1) => "var(--ink)",
        (2, 2, 2) => "var(--muted)",
        (3, 3, 3) => "var(--line)",
        (4, 4, 4) => "var(--bar)",
        (5, 5, 5) => "var(--bad)",
        (7, 7, 7) => "var(--cell)",
        (HeatMark, int step, 0) => Mix(step),
        _ => match.Value,
    };

    private static int Part(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static string Mix(int step) =>
        FormattableString.Invariant($"color-mix(in oklab, var(--heat) {12 + (step * 60 / (Steps - 1))}%, var(--cell))");

    [GeneratedRegex(@"rgb\((\d+),(\d+),(\d+)\)")]
    private static partial Regex Colour();
}
