using System.Globalization;

namespace TorchTrust;

/// <summary>Plain text of one result: first what is wrong and where, then the numbers, then how to mend it, then the link.</summary>
internal static class ResultText
{
    /// <summary>As many as a terminal shows at once; the report in JSON has them all.</summary>
    private const int MostFindings = 20;

    private const int MostMembers = 3;

    /// <summary>The message of a failing test.</summary>
    public static string Render(CheckResult result) => Render(new Cause(result, []));

    /// <summary>A result with what follows from it.</summary>
    public static string Render(Cause cause)
    {
        var text = new TextLayout();
        Write(text, cause.Result, cause.Following());
        return text.ToString();
    }

    /// <summary>Writes a result of any verdict.</summary>
    /// <param name="text">Gets it.</param>
    /// <param name="result">The result.</param>
    /// <param name="following">What follows from it in other checks, in words; null if nothing does.</param>
    public static void Write(TextLayout text, CheckResult result, string? following = null)
    {
        text.Paragraph(Mark(result), Headline(result));
        switch (result.Verdict)
        {
            case Verdict.Failed:
                WriteFindings(text, result);
                WriteAdvice(text, result, following);
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
        string beyond = power.BeyondBudgetAt.Count == 0
            ? ""
            : $"; {power.BeyondBudgetAt.Count} more not tried, since the time for proofs was spent";
        return $"power shown: killed {power.Killed} of {power.Effective} mutants{seen}{blind}{notTried}{beyond}";
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
        string subject = (result.Subject, result.Part) switch
        {
            ({ } name, _) => $" ({result.Looked(name)})",
            (null, { } part) => $" ({part})",
            _ => "",
        };
        string kind = result switch
        {
            { Verdict: Verdict.Failed, Severity: Severity.Error } => "FAILED",
            { Verdict: Verdict.Failed, Answer: not null } => "answered",
            { Verdict: Verdict.Failed } => "QUESTION",
            { Verdict: Verdict.Passed } => "passed",
            { Verdict: Verdict.Inconclusive } => "inconclusive",
            _ => "skipped",
        };
        return $"{kind} {result.CheckId}{subject}";
    }

    private static void WriteFindings(TextLayout text, CheckResult result)
    {
        IReadOnlyList<FindingGroup> groups = FindingGroup.Of(result.OwnFindings.Any() ? result.OwnFindings : result.Findings);
        foreach (FindingGroup group in groups.Take(MostFindings))
        {
            text.Paragraph("    • ", group.First.What);
            if (group.OfOthers() is { } others)
            {
                text.Paragraph("      ", others);
            }

            if (group.First.Source is { } source)
            {
                // As frames of stack traces are written: terminals and editors jump to them.
                string place = group.First.Member
                    ?? (group.First.Place is { Length: > 0 } path ? path : result.Part ?? result.Subject ?? "the subject");
                text.Whole($"      at {place} in {source.File}:line {source.Line}");
            }

            if (group.First.Numbers.Count > 0)
            {
                text.Paragraph(
                    "      ", string.Join("; ", group.First.Numbers.Select(number => $"{number.Key} {Numbers.Short(number.Value)}")));
            }
        }

        if (groups.Count > MostFindings)
        {
            text.Paragraph("    • ", string.Create(
                CultureInfo.InvariantCulture,
                $"and {groups.Count - MostFindings} more of {groups.Count}: TrustReport.ToJson() has all of them"));
        }
    }

    private static void WriteAdvice(TextLayout text, CheckResult result, string? following)
    {
        if (following is not null)
        {
            text.Paragraph("    so:   ", following);
        }

        if (result.ExplainedBy is { } cause)
        {
            text.Paragraph("    why:  ", $"It follows from {cause}, and goes when that is mended.");
            return;
        }

        if (result.Why is { } why)
        {
            text.Paragraph("    why:  ", why);
        }

        text.Paragraph("    mend: ", result.Remedy ?? "");
        if (result.Answer is { } answer)
        {
            text.Paragraph("    meant: ", answer);
        }
        else if (result.Severity == Severity.Question)
        {
            WriteAnswers(text, result);
        }

        text.Paragraph("    more: ", WatchedRun.Page(result.CheckId));
    }

    /// <summary>What to paste where it is meant.</summary>
    private static void WriteAnswers(TextLayout text, CheckResult result)
    {
        foreach (string line in result.Declaration?.Split('\n') ?? [])
        {
            text.Whole($"    meant? add to {WatchedRun.AnswerPlace(result.CheckId)}: {line}");
        }

        foreach (string member in result.OwnFindings.Select(finding => finding.Member).OfType<string>().Distinct().Take(MostMembers))
        {
            text.Whole($"    meant? put on {member}: {TrustAnswerAttribute.Line(result.CheckId)}");
        }
    }

    private static string Names(IReadOnlyList<string> sites) =>
        string.Join(", ", sites.Take(4).Select(site => site.Length == 0 ? "the model itself" : site))
            + (sites.Count > 4 ? $" and {sites.Count - 4} more" : "");
}
