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
    public void A_question_is_none_unless_it_is_asked_for()
    {
        CheckResult question = _failed with { Severity = Severity.Question };

        Assert.Equal((0, 1), (Code([_proven, question]), Code([_proven, question], failOn: Severity.Question)));
    }

    [Fact]
    public void No_proof_or_an_undecided_error_is_4_and_an_undecided_question_is_not() => Assert.Equal(
        (4, 4, 0),
        (Code([new CheckResult("a", "", Verdict.Passed)]), Code([_proven, _undecided]), Code([_proven, _undecided with { Severity = Severity.Question }])));

    [Fact]
    public void A_subject_that_throws_is_1_and_a_machine_that_cannot_run_it_is_3()
    {
        TrustReport report = Report([]) with { Failure = "why" };

        Assert.Equal((1, 3), (Code(new SubjectOutcome(_subject, report)), Code(new SubjectOutcome(_subject, report) { CouldNotRun = true })));
    }

    [Fact]
    public void An_interruption_is_130_before_all() => Assert.Equal(130, Code(new SubjectOutcome(_subject, Report([_failed])) { IsInterrupted = true }));

    private static TrustReport Report(IReadOnlyList<CheckResult> results) => new("S", "model", 1, results);

    private static int Code(SubjectOutcome outcome) => new Judgement(new TrustRun([outcome.Report!]), Severity.Error).ExitCode([outcome], false);

    private static int Code(IReadOnlyList<CheckResult> results, KnownFailure? known = null, Severity failOn = Severity.Error)
    {
        TrustReport report = Report(results);
        var run = new TrustRun([report]) { KnownFailures = known is null ? [] : [known] };
        return new Judgement(run, failOn).ExitCode([new SubjectOutcome(_subject, report)], false);
    }
}
