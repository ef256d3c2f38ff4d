using TorchTrust.Checks;
using TorchTrust.Running;
using TorchTrust.Subjects;
using TorchTrust.Tests.OtherSubjects;

namespace TorchTrust.Tests.Running;

/// <summary>A subject that contains another one: one report, in which each result says what it looked at.</summary>
public sealed class PartsTests
{
    private const string Steps = "steps-move-every-parameter";
    private const string Labels = "equal-points-have-equal-labels";

    [Theory]
    [InlineData(Isolation.InProcess)]
    [InlineData(Isolation.Host)]
    public void The_checks_of_a_part_run_with_its_owner_and_passes_are_proven(Isolation isolation)
    {
        TrustReport report = Trust.Check(Line(() => LabelledPoints.Draw(12)), Options(isolation));

        Assert.Equal([(Steps, null), (Labels, "data")], report.Results.Select(result => (result.CheckId, result.Part)));
        Assert.All(
            report.Results,
            result => Assert.True(result is { Verdict: Verdict.Passed, Power.IsShown: true, Subject: "line" }, result.ToString()));
        Assert.Contains($"passed {Labels} (data)", report.ToString(), StringComparison.Ordinal);

        // Three of the trainer, for its check and its two mutants, and one of the data.
        Assert.Equal(4, report.Builds);
    }

    [Theory]
    [InlineData(Isolation.InProcess)]
    [InlineData(Isolation.Host)]
    public void A_fault_of_a_part_is_one_of_its_owner_and_is_told_under_it(Isolation isolation)
    {
        TrustReport report = Trust.Check(Line(() => LabelledPoints.DrawWithTwins(12)), Options(isolation));

        CheckResult failed = Assert.Single(report.Errors);
        Assert.Equal((Labels, "data", ReportStanding.Faulty), (failed.CheckId, failed.Part, report.Standing));
        Assert.StartsWith($"✗ FAILED {Labels} (line.data)", failed.ToString(), StringComparison.Ordinal);
        Assert.Contains($"✗ FAILED {Labels} (data)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_names_the_parts_and_runs_their_checks_one_by_one()
    {
        using var session = TrustSession.Open(Line(() => LabelledPoints.Draw(12)), Options(Isolation.InProcess));

        Assert.Equal([Steps], session.CheckIds);
        Assert.Equal(["data"], session.Parts);
        Assert.Equal([Labels], session.CheckIdsOf("data"));
        Assert.Equal((Verdict.Passed, "data"), (session.Check(Labels, "data").Verdict, session.Check(Labels, "data").Part));
        Assert.Equal(
            $"There is no check '{Labels}' for a trainer. There are: {Steps}. (Parameter 'check')",
            Assert.Throws<ArgumentException>(() => session.Check(Labels)).Message);
    }

    [Fact]
    public void A_failure_of_a_part_is_known_to_the_baseline_by_both_names()
    {
        TrainerSubject line = Line(() => LabelledPoints.DrawWithTwins(12));
        CheckResult failed = Assert.Single(Trust.Check(line, Options(Isolation.InProcess)).Errors);
        TrustReport Known(string name) => Trust.Check(line, Options(Isolation.InProcess) with
        {
            Project = new ProjectSettings { KnownFailures = [new KnownFailure(name, failed.CheckId, failed.Fingerprint, "Later.")] },
        });

        Assert.Equal(ReportStanding.Proven, Known("line.data").Standing);
        Assert.Equal([ReportStanding.Faulty, ReportStanding.Faulty], [Known("line").Standing, Known("data").Standing]);

        var run = new TrustRun([Known("line.data")])
        {
            KnownFailures = [new("line.data", Labels, $"{Labels}: other", ""), new("line", Labels, "", "")]
        };
        Assert.Equal("line.data", Assert.Single(run.MendedFailures).Subject);
    }

    [Fact]
    public void Parts_have_parts_and_what_is_declared_of_them_is_declared_on_the_outermost_owner()
    {
        SubjectPart[] parts = [.. SubjectPart.Within(new Owner(Line(() => LabelledPoints.Draw(12))))];

        Assert.Equal(["trainer", "trainer.data"], parts.Select(part => part.Name));
        Assert.Equal(
            ".WithTrainer(t => t.WithData(data => data.A()))\n.WithTrainer(t => t.WithData(data => data.B()))",
            parts[1].Declared(".A()\n.B()"));
    }

    [Fact]
    public void What_a_part_and_its_owner_find_at_one_place_or_throw_at_one_line_is_one_fault()
    {
        CheckResult Failed(string id, string? part, string place, string? throws = null) =>
            new(id, id, Verdict.Failed)
            {
                Part = part,
                Findings = [new Finding($"{place} is wrong for {id} of {part}") { Module = place, Throws = throws }]
            };

        CheckResult registered = Failed(CheckIds.EverythingIsRegistered, "net", "layers[0]");
        IReadOnlyList<CheckResult> results = Explanations.Of(
            [
                registered,
                Failed(CheckIds.ModesReachEveryModule, null, "net.layers[0]"),
                Failed(CheckIds.ModesReachEveryModule, "net", "layers[0].act"),
                Failed(CheckIds.ModesReachEveryModule, "other", "layers[0]"),
                Failed(CheckIds.LossIsRepeatable, "loss", "target", "ArgumentException in Loss (Loss.cs:7)"),
                Failed(CheckIds.LossTakesOneSample, "other.loss", "mask", "ArgumentException in Loss (Loss.cs:7)"),
            ],
            Catalogue.All);

        string cause = $"{CheckIds.EverythingIsRegistered} of net";
        Assert.Equal(
            [null, cause, cause, null, null, $"{CheckIds.LossIsRepeatable} of loss"], results.Select(result => result.ExplainedBy));
        var report = new TrustReport("Trainer", "training", 1, results);
        Assert.Equal(2, Cause.Of(report, results[0]).FollowingFindings);
        Assert.Contains("(other)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_test_of_all_parts_fails_with_what_fails_them_and_is_skipped_where_there_are_none()
    {
        TrustReport right = Trust.Check(Line(() => LabelledPoints.Draw(12)), Options(Isolation.InProcess));
        TrustReport wrong = Trust.Check(Line(() => LabelledPoints.DrawWithTwins(12)), Options(Isolation.InProcess));

        var passed = TestVerdict.OfParts(right, OpenQuestions.FailOnce, inconclusiveFails: false);
        var failed = TestVerdict.OfParts(wrong, OpenQuestions.FailOnce, inconclusiveFails: false);
        var none = TestVerdict.OfParts(right with { Results = [right.Results[0]] }, OpenQuestions.FailOnce, inconclusiveFails: false);

        Assert.Equal((false, null), (passed.Fails, passed.SkipReason));
        Assert.True(failed.Fails);
        Assert.StartsWith($"✗ FAILED {Labels} (line.data)", failed.Message, StringComparison.Ordinal);
        Assert.Equal((false, "line has no parts that are checked with it."), (none.Fails, none.SkipReason));
    }

    private static TrainerSubject Line(Func<LabelledPoints> data) =>
        new("line", () => new LineTrainer()) { Data = new DataSubject("points", data) };

    private static TrustOptions Options(Isolation isolation) => new()
    {
        Isolation = isolation,
        Catalogue = [new EqualPointsHaveEqualLabels(), new StepsMoveEveryParameter()],
    };

    private sealed class Owner(TrainerSubject trainer) : Subject("owner")
    {
        public override SubjectLifetime Lifetime => SubjectLifetime.Fresh;

        public override string Kind => "owner";

        internal override IReadOnlyList<SubjectPart> Parts =>
            [new("trainer", trainer) { Declaring = $".WithTrainer(t => t{SubjectPart.Line})" }];

        internal override ISubjectSession OpenSession(long seed) => throw new NotSupportedException();
    }
}
