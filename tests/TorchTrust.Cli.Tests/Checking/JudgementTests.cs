using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Tests.Checking;

public sealed class JudgementTests
{
    private static readonly FoundSubject _subject = new(new SubjectAddress("/a.dll", "A.B", "C"));

    private static readonly CheckResult _proven = new("proven", "", Verdict.Passed)
    {
        Power = new PowerProof([new MutantResult("m", "", "", MutantOutcome.Killed)]),
    };

    private static readonly CheckResult _failed = new("failed", "", Verdict.Failed);
    private static readonly CheckResult _undecided = new("undecided", "", Verdict.Inconclusive);

    [Fact]
    public void A_proof_and_no_failure_is_0() => Assert.Equal(0, Code([_proven]));

    [Fact]
    public void A_failure_is_1_whatever_else_there_is() => Assert.Equal(1, Code([_proven, _failed, _undecided]));

    [Fact]
    public void A_failure_that_the_baseline_knows_is_none() =>
        Assert.Equal(0, Code([_proven, _failed], new KnownFailure("S", "failed", _failed.Fingerprint, "r")));

    [Fact]
    public void An_open_question_is_4_unless_it_is_allowed_or_fails_the_run()
    {
        CheckResult question = _failed with { Severity = Severity.Question };

        Assert.Equal(
            (4, 0, 4, 1),
            (Code([_proven, question]), Code([_proven, question], allowQuestions: true), Code([_proven, question], allowUnproven: true),
                Code([_proven, question], failOn: Severity.Question)));
    }

    [Fact]
    public void To_allow_questions_does_not_allow_what_is_not_proven() => Assert.Equal(
        (4, 0), (Code([_proven, _undecided], allowQuestions: true), Code([_proven, _undecided], allowUnproven: true)));

    [Fact]
    public void A_question_that_is_answered_or_known_is_none()
    {
        CheckResult asked = _failed with { Severity = Severity.Question, Findings = [new Finding("x")] };
        CheckResult answered = asked with { Findings = [new Finding("x") { Answer = "It is meant." }] };

        Assert.Equal((4, 0, 0), (Code([_proven, asked]),
            Code([_proven, answered]),
            Code([_proven, asked], new KnownFailure("S", "failed", asked.Fingerprint, "r"))));
    }

    [Fact]
    public void An_answer_at_one_place_leaves_the_question_of_another_open()
    {
        CheckResult asked = _failed with
        {
            Severity = Severity.Question,
            Findings = [new Finding("x") { Answer = "It is meant." }, new Finding("y")],
        };

        Assert.Equal(4, Code([_proven, asked]));
    }

    [Fact]
    public void What_follows_from_a_known_failure_fails_nothing()
    {
        CheckResult following = new("other", "", Verdict.Failed) { Findings = [new Finding("y") { ExplainedBy = "failed" }] };

        Assert.Equal((1, 0), (Code([_proven, _failed, following]),
            Code([_proven, _failed, following], new KnownFailure("S", "failed", _failed.Fingerprint, "r"))));
    }

    [Fact]
    public void No_proof_or_an_undecided_error_is_4_and_an_undecided_question_or_machine_is_not() => Assert.Equal(
        (4, 4, 0, 0),
        (Code([new CheckResult("a", "", Verdict.Passed)]), Code([_proven, _undecided]), Code(
            [_proven, _undecided with { Severity = Severity.Question }]),
            Code([_proven, _undecided with { IsBeyondThisMachine = true }])));

    [Fact]
    public void A_subject_that_throws_is_1_and_a_machine_that_cannot_run_it_is_3()
    {
        TrustReport report = Report([]) with { Failure = "why" };

        Assert.Equal(
            (1, 3), (Code(new SubjectOutcome(_subject, report)), Code(new SubjectOutcome(_subject, report) { CouldNotRun = true })));
    }

    [Fact]
    public void An_interruption_is_130_before_all() =>
        Assert.Equal(130, Code(new SubjectOutcome(_subject, Report([_failed])) { IsInterrupted = true }));

    private static TrustReport Report(IReadOnlyList<CheckResult> results) => new("S", "model", 1, results);

    private static int Code(SubjectOutcome outcome) =>
        new Judgement(new TrustRun([outcome.Report!]), Severity.Error).ExitCode([outcome], false, false);

    private static int Code(
        IReadOnlyList<CheckResult> results,
        KnownFailure? known = null,
        Severity failOn = Severity.Error,
        bool allowUnproven = false,
        bool allowQuestions = false)
    {
        TrustReport report = Report(results);
        var run = new TrustRun([report]) { KnownFailures = known is null ? [] : [known] };
        return new Judgement(run, failOn).ExitCode([new SubjectOutcome(_subject, report)], allowUnproven, allowQuestions);
    }
}
