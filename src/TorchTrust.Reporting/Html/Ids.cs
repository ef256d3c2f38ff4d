namespace TorchTrust.Reporting.Html;

/// <summary>The ids of parts of the page.</summary>
internal static class Ids
{
    /// <summary>The id of a subject: its place in the run, since names may be anything.</summary>
    public static string Of(TrustRun run, TrustReport report)
    {
        int place = 0;
        while (!ReferenceEquals(run.Reports[place], report))
        {
            place++;
        }

        return Words.Text($"s{place + 1}");
    }

    /// <summary>The id of a result within a subject: only letters, digits and hyphens.</summary>
    public static string Of(string subject, CheckResult result, int place) => Words.Text(
        $"{subject}-{new string([.. result.CheckId.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')])}-{place}");
}
