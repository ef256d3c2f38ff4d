using System.Globalization;

namespace TorchTrust.Reporting;

/// <summary>What reports say in words.</summary>
internal static class Words
{
    private const int MostPlaces = 6;
    private const int MostQuestions = 4;
    private const int MostMembers = 3;

    /// <summary>The answer to the one question of a report.</summary>
    public static string Answer(TrustRun run)
    {
        if (run.Reports.Count == 0)
        {
            return "Nothing was checked";
        }

        return run.Reports.Select(report => Standings.Trust(run, report)).Min() switch
        {
            Trustworthiness.Faulty => "No",
            Trustworthiness.NoFault => "No fault found",
            _ => "Not yet",
        };
    }

    /// <summary>The answer in a sentence.</summary>
    public static string AnswerSentence(TrustRun run)
    {
        int total = run.Reports.Count;
        int Count(Trustworthiness trust) => run.Reports.Count(report => Standings.Trust(run, report) == trust);
        string Of(int count, string what) => Text($"{count} of {total} {(total == 1 ? "subject" : "subjects")} {what}");
        string[] parts =
        [
            .. Count(Trustworthiness.Faulty) is > 0 and int faulty
                ? [Of(faulty, faulty == 1 ? "has a fault" : "have faults")]
                : Array.Empty<string>(),
            .. Count(Trustworthiness.NotOpened) is > 0 and int closed ? [Of(closed, "could not be opened")] : Array.Empty<string>(),
            .. Count(Trustworthiness.NotShown) is > 0 and int unshown
                ? [Of(unshown, "passed nothing that could have failed")]
                : Array.Empty<string>(),
            .. OpenQuestions(run) is { } questions ? [questions] : Array.Empty<string>(),
        ];
        int known = run.Reports.Sum(report => Standings.In(run, report, Standing.Known).Count);
        string reservation = known == 0
            ? ""
            : $" {Words.Count(known, "failure", "failures")} of the baseline {(known == 1 ? "is" : "are")} let pass.";
        return (parts.Length > 0
            ? $"{string.Join(", ", parts)}."
            : total == 0 ? "There is no subject in this run."
            : run.Reports.All(report =>
                report.Kind == WatchedRun.Kind) ? "Nothing was found in what was seen of this run; what was not seen stands below."
            : "Every subject passed checks that were shown, on this very code, to be able to fail.") + reservation;
    }

    /// <summary>Which questions are open; null if none is.</summary>
    public static string? OpenQuestions(TrustRun run)
    {
        (TrustReport Report, CheckResult Result)[] open =
            [.. run.Reports.SelectMany(report => Standings.In(run, report, Standing.Question).Select(result => (report, result)))];
        string[] names = [.. open.Take(MostQuestions)
            .Select(question => $"{question.Result.CheckId} of {question.Result.Looked(question.Report.Subject)}")];
        string more = open.Length > MostQuestions ? Text($" and {open.Length - MostQuestions} more") : "";
        return open.Length == 0 ? null : $"{Count(open.Length, "question is", "questions are")} open: {string.Join(", ", names)}{more}";
    }

    /// <summary>What is to be said of a subject.</summary>
    public static string Verdict(Trustworthiness trust) => trust switch
    {
        Trustworthiness.Faulty => "cannot be trusted",
        Trustworthiness.NotOpened => "could not be opened",
        Trustworthiness.NotShown => "not yet: nothing was proven",
        Trustworthiness.Asked => "not yet: a question is open",
        _ => "no fault found",
    };

    /// <summary>The name of a standing.</summary>
    public static string Name(Standing standing) => standing switch
    {
        Standing.Failed => "failed",
        Standing.Question => "question",
        Standing.Known => "known",
        Standing.Answered => "answered",
        Standing.Following => "following",
        Standing.Inconclusive => "inconclusive",
        Standing.Passed => "passed",
        _ => "skipped",
    };

    /// <summary>A sign for a standing, beside its name.</summary>
    public static string Sign(Standing standing) => standing switch
    {
        Standing.Failed => "✗",
        Standing.Question => "!",
        Standing.Known => "≈",
        Standing.Answered => "≡",
        Standing.Following => "↳",
        Standing.Inconclusive => "?",
        Standing.Passed => "✓",
        _ => "–",
    };

    /// <summary>What to paste if what a question asks about is meant; empty for what is no open question.</summary>
    public static IReadOnlyList<string> Answers(CheckResult result) => result is not { Severity: Severity.Question, Answer: null } ? [] :
    [
        .. result.Declaration?.Split('\n').Select(line => $"If it is meant, add to {WatchedRun.AnswerPlace(result.CheckId)}: {line}") ?? [],
        .. result.OwnFindings.Select(finding => finding.Member).OfType<string>().Distinct().Take(MostMembers)
            .Select(member => $"If it is meant, put on {member}: {TrustAnswerAttribute.Line(result.CheckId)}"),
    ];

    /// <summary>The name of a path in a sentence.</summary>
    public static string Place(string path) => path.Length == 0 ? "the model itself" : path;

    /// <summary>A title as a heading: with a capital letter.</summary>
    public static string Heading(string title) =>
        title.Length == 0 ? title : $"{char.ToUpper(title[0], CultureInfo.InvariantCulture)}{title[1..]}";

    /// <summary>The page about a check.</summary>
    public static string Page(string checkId) => WatchedRun.Page(checkId);

    /// <summary>Whether a pass could have been a failure.</summary>
    public static string Power(PowerProof? power)
    {
        if (power is null)
        {
            return "No fault was put into this subject, so nothing shows that the check could have failed.";
        }

        if (power.Effective == 0)
        {
            return "No fault of this kind can be put into this subject, so nothing shows that the check could have failed.";
        }

        int places = power.SeenAt.Count + power.BlindAt.Count;
        string kinds = power.Effective == 1
            ? power.Killed == 1 ? "the fault that was put into the subject on purpose" : "not the fault that was put into the subject on "
                + "purpose"
            : Text($"{power.Killed} of {power.Effective} kinds of faults that were put into the subject on purpose");
        string where = places > 1 ? Text($", at {power.SeenAt.Count} of {places} places") : "";
        string blind = power.BlindAt.Count == 0
            ? ""
            : Text($" It is blind at {string.Join(", ", power.BlindAt.Take(MostPlaces).Select(Place))}")
                + (power.BlindAt.Count > MostPlaces ? Text($" and {power.BlindAt.Count - MostPlaces} more.") : ".");
        return $"The check noticed {kinds}{where}.{blind}";
    }

    /// <summary>A short form of <see cref="Power"/>.</summary>
    public static string PowerTag(PowerProof? power) => power is { IsShown: true } ? "power shown" : "power not shown";

    /// <summary>A duration with as many digits as somebody reads.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalMilliseconds: < 1 } => "below 1 ms",
        { TotalSeconds: < 1 } => Text($"{duration.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 1 } => Text($"{duration.TotalSeconds:0.0} s"),
        _ => Text($"{(int)duration.TotalMinutes} min {duration.Seconds} s"),
    };

    /// <summary>Three significant digits.</summary>
    public static string Number(double value) => value switch
    {
        double.NaN => "NaN",
        double.PositiveInfinity => "infinite",
        double.NegativeInfinity => "−infinite",
        _ => value.ToString(Math.Abs(value) is >= 1000 and < 1e15 && value == Math.Floor(value) ? "0" : "g3", CultureInfo.InvariantCulture),
    };

    /// <summary>A count with its noun.</summary>
    public static string Count(int count, string one, string many) => Text($"{count} {(count == 1 ? one : many)}");

    /// <summary>Text that is the same in every culture.</summary>
    public static string Text(FormattableString text) => FormattableString.Invariant(text);
}
