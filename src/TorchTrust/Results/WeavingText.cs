namespace TorchTrust;

/// <summary>What was woven, in words. The hosts of one program weave the same assemblies, so a run tells it once.</summary>
internal static class WeavingText
{
    /// <summary>What was woven, what was not and why, and what is not reached, in one line; empty where nothing is known of it.</summary>
    /// <param name="reports">The reports of a run.</param>
    public static string Short(params IEnumerable<TrustReport> reports) =>
        string.Join("; ", Parts(reports).Select(part => part.Lead + string.Join(", ", part.Items)));

    /// <summary>The same, a line each.</summary>
    /// <param name="reports">The reports of a run.</param>
    public static IReadOnlyList<string> Detailed(params IEnumerable<TrustReport> reports) =>
        [.. Parts(reports).SelectMany(part => part.Items.Select(item => part.Lead + item))];

    /// <summary>What became of the files that the program wrote beside itself, a line each.</summary>
    /// <param name="reports">The reports of a run.</param>
    public static IReadOnlyList<string> Files(params IEnumerable<TrustReport> reports) =>
    [
        .. All(reports, summary => summary.BroughtHome).Select(
            path => $"written beside the program, and moved to its output folder: {path}"),
        .. All(reports, summary => summary.LeftBehind)
            .Select(path => $"written beside the program, whose output folder does not take it; it lies here: {path}"),
        .. All(reports, summary => summary.NotRemoved).Select(path => $"in use, and so not removed yet; the next run does: {path}"),
    ];

    private static IEnumerable<(string Lead, IReadOnlyList<string> Items)> Parts(IEnumerable<TrustReport> reports)
    {
        (string Lead, IReadOnlyList<string> Items)[] parts =
        [
            ("", All(reports, summary => summary.Off is { } reason ? [reason.TrimEnd('.')] : [])),
            ("woven: ", All(reports, summary => summary.Woven)),
            ("not woven: ", All(reports, summary => summary.NotWoven)),
            ("not reached: ", All(reports, summary => summary.Unreached)),
        ];
        return parts.Where(part => part.Items.Count > 0);
    }

    private static IReadOnlyList<string> All(IEnumerable<TrustReport> reports, Func<WeavingSummary, IEnumerable<string>> part) =>
        [.. reports.Select(report => report.Weaving).OfType<WeavingSummary>().SelectMany(part).Distinct(StringComparer.Ordinal)];
}
