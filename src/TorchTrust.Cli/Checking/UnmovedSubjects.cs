namespace TorchTrust.Cli.Checking;

/// <summary>Says which subjects <c>--device</c> has left where they were, since their kind does not move.</summary>
internal static class UnmovedSubjects
{
    /// <summary>The note; none where all have moved, or none was to.</summary>
    /// <param name="device">The device that was asked for; null if none was.</param>
    /// <param name="reports">The reports of the run.</param>
    public static IEnumerable<string> Note(string? device, IEnumerable<TrustReport> reports)
    {
        string[] names =
            [.. reports.Where(report => report.Environment is { Device: null }).Select(report => $"{report.Subject} ({report.Kind})")];
        return device is null || names.Length == 0 ? [] :
        [
            $"--device {device} moves models and losses. These stay where their own code puts them: {string.Join(", ", names)}. "
                + "Data sets are checked as they are read, and a loop places its models and batches itself: choose the device in what "
                + "builds it.",
        ];
    }
}
