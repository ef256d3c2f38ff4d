using System.Globalization;

namespace TorchTrust;

/// <summary>Plain text of one result: first what is wrong and where, then the numbers, then how to mend it, then the link.</summary>
internal static class ResultText
{
    private const string Pages = "https://github.com/torchtrust/torchtrust/blob/main/docs/checks";

    /// <summary>As many as a terminal shows at once; the report in JSON has them all.</summary>
    private const int MostFindings = 20;

    /// <summary>The message of a failing test.</summary>
    public static string Render(CheckResult result)
    {
        var text = new TextLayout();
        Write(text, result);
        return text.ToString();
    }

    /// <summary>Writes a result of any verdict.</summary>
    public static void Write(TextLayout text, CheckResult result)
    {
        text.Paragraph(Mark(result), Headline(result));
        switch (result.Verdict)
        {
            case Verdict.Failed:
                WriteFindings(text, result);
                break;
            case Verdict.Passed:
                text.Paragraph("    ", Power(result.Power));
                break;
            default:
                text.Paragraph("    ", result.Reason ?? "");
                break;
        }
    }

    /// <summary>The proof of power in words.</summary>
    public static string Power(PowerProof? power)
    {
        if (power is null)
        {
            return "power not shown: no mutant was tried";
        }

        if (power.Effective == 0)
        {
            return "power not shown: no fault of this kind can be put into this subject";
        }

        int places = power.SeenAt.Count + power.BlindAt.Count;
        int others = power.NotTriedAt.Count;
        string seen = places + others > 1
            ? $", seen at {power.SeenAt.Count} of {places} {(places == 1 ? "place" : "places")}{(others > 0 ? " tried" : "")}"
            : "";
        string blind = power.BlindAt.Count == 0 ? "" : $", blind at {Names(power.BlindAt)}";
        string notTried = others == 0 ? "" : $"; {others} like {(places == 1 ? "it" : "them")} not tried";
        return $"power shown: killed {power.Killed} of {power.Effective} mutants{seen}{blind}{notTried}";
    }

    private static string Mark(CheckResult result) => result switch
    {
        { Verdict: Verdict.Failed, Severity: Severity.Error } => "✗ ",
        { Verdict: Verdict.Failed } => "! ",
        { Verdict: Verdict.Passed } => "✓ ",
        { Verdict: Verdict.Inconclusive } => "? ",
        _ => "- ",
    };

    private static string Headline(CheckResult result)
    {
        string subject = result.Subject is { } name ? $" ({name})" : "";
        string kind = result switch
        {
            { Verdict: Verdict.Failed, Severity: Severity.Error } => "FAILED",
            { Verdict: Verdict.Failed } => "QUESTION",
            { Verdict: Verdict.Passed } => "passed",
            { Verdict: Verdict.Inconclusive } => "inconclusive",
            _ => "skipped",
        };
        return $"{kind} {result.CheckId}{subject}";
    }

    private static void WriteFindings(TextLayout text, CheckResult result)
    {
        foreach (Finding finding in result.Findings.Take(MostFindings))
        {
            text.Paragraph("    • ", finding.What);
            if (finding.Source is not null)
            {
                text.Paragraph("      at ", finding.Source.ToString());
            }

            if (finding.Numbers.Count > 0)
            {
                text.Paragraph("      ", string.Join("; ", finding.Numbers.Select(number => $"{number.Key} {Numbers.Short(number.Value)}")));
            }
        }

        if (result.Findings.Count > MostFindings)
        {
            text.Paragraph("    • ", string.Create(
                CultureInfo.InvariantCulture,
                $"and {result.Findings.Count - MostFindings} more of {result.Findings.Count}: TrustReport.ToJson() has all of them"));
        }

        if (result.Why is { } why)
        {
            text.Paragraph("    why:  ", why);
        }

        text.Paragraph("    mend: ", result.Remedy ?? "");
        text.Paragraph("    more: ", $"{Pages}/{result.CheckId}.md");
    }

    private static string Names(IReadOnlyList<string> sites) =>
        string.Join(", ", sites.Take(4).Select(site => site.Length == 0 ? "the model itself" : site))
            + (sites.Count > 4 ? $" and {sites.Count - 4} more" : "");
}
