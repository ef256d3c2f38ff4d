using System.ComponentModel;

namespace TorchTrust;

/// <summary>What a result is as the outcome of a test, the same for every test framework.</summary>
/// <param name="Fails">Whether the test fails.</param>
/// <param name="SkipReason">Why the test is skipped; null if it is not.</param>
/// <param name="Message">What the test says; empty if it passes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record TestVerdict(bool Fails, string? SkipReason, string Message)
{
    private static readonly TestVerdict _passed = new(Fails: false, SkipReason: null, "");

    /// <summary>The outcome of the test of one check.</summary>
    /// <param name="result">What the check says.</param>
    /// <param name="known">The entry of the baseline that it is; null if it is new.</param>
    /// <param name="questions">What an open question does.</param>
    /// <param name="inconclusiveFails">Whether a check that could not decide fails its test.</param>
    /// <param name="isCauseTold">Whether the test of the check that explains it has failed already.</param>
    public static TestVerdict Of(
        CheckResult result, KnownFailure? known, OpenQuestions questions, bool inconclusiveFails, bool isCauseTold)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result switch
        {
            { Verdict: Verdict.Passed } => _passed,
            { Verdict: Verdict.Skipped } => Skipped(result.Reason!),
            { Verdict: Verdict.Inconclusive } when inconclusiveFails && !result.IsBeyondThisMachine => Failed(result),
            { Verdict: Verdict.Inconclusive } => Skipped($"Inconclusive: {result.Reason}"),
            _ when known is not null => Skipped($"Known to the baseline: {known.Reason}"),
            { Answer: { } answer } => Skipped($"Answered: {answer}"),
            { ExplainedBy: { } cause } when isCauseTold =>
                Skipped($"Follows from {cause}, whose test has failed: it goes when that is mended."),
            { Severity: Severity.Question } => questions switch
            {
                OpenQuestions.FailEach => Failed(result),
                OpenQuestions.FailOnce => Skipped($"Question, which fails the test of all open questions: {result}"),
                _ => Skipped($"Question: {result}"),
            },
            _ => Failed(result),
        };
    }

    /// <summary>The outcome of the one test of all open questions of a class.</summary>
    /// <param name="report">What all checks say.</param>
    /// <param name="questions">What an open question does.</param>
    public static TestVerdict OfQuestions(TrustReport report, OpenQuestions questions)
    {
        ArgumentNullException.ThrowIfNull(report);
        CheckResult[] open = [.. report.Questions];
        return questions != OpenQuestions.FailOnce ? Skipped($"Questions is {questions}: each is told by the test of its check.")
            : open.Length == 0 ? _passed
            : new TestVerdict(Fails: true, SkipReason: null, string.Join("\n\n",
            [
                $"{(open.Length == 1 ? "1 question is" : $"{open.Length} questions are")} open of {report.Subject}. Mend what is asked "
                    + "about, or answer it as below.",
                .. open.Select(question => ResultText.Render(Cause.Of(report, question))),
            ]));
    }

    /// <summary>The outcome of the one test of all parts of a subject: what fails the test of a check fails it for a part, too.</summary>
    /// <param name="report">What all checks say, those of parts among them.</param>
    /// <param name="questions">What an open question does.</param>
    /// <param name="inconclusiveFails">Whether a check that could not decide fails the test.</param>
    public static TestVerdict OfParts(TrustReport report, OpenQuestions questions, bool inconclusiveFails)
    {
        ArgumentNullException.ThrowIfNull(report);
        CheckResult[] results = [.. report.Results.Where(result => result.Part is not null)];
        string[] failures =
        [
            .. results.Where(result => Of(result, report.Known(result), questions, inconclusiveFails, isCauseTold: true).Fails)
                .Select(result => ResultText.Render(Cause.Of(report, result with { Subject = report.Subject }))),
        ];
        return results.Length == 0 ? Skipped($"{report.Subject} has no parts that are checked with it.")
            : failures.Length > 0 ? new TestVerdict(Fails: true, SkipReason: null, string.Join("\n\n", failures))
            : results.Any(result => result.Verdict == Verdict.Passed) ? _passed
            : Skipped("No check of a part could decide: "
                + $"{string.Join("; ", results.Select(result => result.Reason).OfType<string>().Distinct())}");
    }

    private static TestVerdict Failed(CheckResult result) => new(Fails: true, SkipReason: null, result.ToString());

    private static TestVerdict Skipped(string reason) => new(Fails: false, reason, reason);
}
