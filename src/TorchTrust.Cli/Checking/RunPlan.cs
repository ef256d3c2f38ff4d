namespace TorchTrust.Cli.Checking;

/// <summary>What is run on each subject, and how.</summary>
/// <param name="Options">How, for each subject alike.</param>
/// <param name="Selection">Which checks.</param>
/// <param name="Jobs">How many subjects side by side.</param>
internal sealed record RunPlan(TrustOptions Options, Selection Selection, int Jobs)
{
    /// <summary>Shares the cores out among the subjects that run side by side.</summary>
    /// <param name="subjects">How many subjects there are.</param>
    /// <param name="jobs">How many the user wants side by side; null for one a core.</param>
    /// <param name="cores">How many cores there are.</param>
    /// <returns>How many run side by side, and how many threads each has; null for torch's own choice.</returns>
    public static (int Jobs, int? Threads) Share(int subjects, int? jobs, int cores)
    {
        int together = Math.Max(1, Math.Min(subjects, jobs ?? cores));
        return (together, together == 1 ? null : Math.Max(1, cores / together));
    }
}
