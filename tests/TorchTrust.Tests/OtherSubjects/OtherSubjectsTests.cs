namespace TorchTrust.Tests.OtherSubjects;

/// <summary>Kinds of subjects that are to come fit in: the same runner, restoring, proofs of power and host.</summary>
public sealed class OtherSubjectsTests
{
    [Theory]
    [InlineData(Isolation.InProcess)]
    [InlineData(Isolation.Host)]
    public void A_data_set_is_opened_once_and_a_pass_on_it_is_proven(Isolation isolation)
    {
        using TrustSession session = Open(new DataSubject("points", () => LabelledPoints.Draw(12)), isolation);

        CheckResult first = session.Check("equal-points-have-equal-labels");
        CheckResult second = session.Check("equal-points-have-equal-labels");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (first.Verdict, second.Verdict));
        Assert.Equal(["0", "2"], first.Power!.SeenAt);
        Assert.Empty(first.Power.BlindAt);
        Assert.Equal(("points", "data set", 1), (session.SubjectName, session.Kind, session.Builds));
        Assert.Equal(["equal-points-have-equal-labels", "writes-to-data"], session.CheckIds);
    }

    [Theory]
    [InlineData(Isolation.InProcess)]
    [InlineData(Isolation.Host)]
    public void A_data_set_that_contradicts_itself_fails_with_the_samples_named(Isolation isolation)
    {
        using TrustSession session = Open(new DataSubject("twins", () => LabelledPoints.DrawWithTwins(12)), isolation);

        CheckResult result = session.Check("equal-points-have-equal-labels");

        Assert.Equal(Verdict.Failed, result.Verdict);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(("sample 1 is sample 0 again, under another label", 1L), (finding.What, finding.Sample));
    }

    [Fact]
    public void Whoever_writes_to_a_shared_data_set_is_found_by_its_fingerprint()
    {
        using TrustSession session = Open(new DataSubject("points", () => LabelledPoints.Draw(12)), Isolation.InProcess);

        CheckResult result = session.Check("writes-to-data");

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Equal("After the check, Labels has another value, and it could not be put back.", result.Reason);
    }

    [Theory]
    [InlineData(Isolation.InProcess)]
    [InlineData(Isolation.Host)]
    public void A_trainer_is_built_anew_after_each_run_that_takes_steps(Isolation isolation)
    {
        using TrustSession session = Open(new TrainerSubject("line", () => new LineTrainer()), isolation);

        CheckResult result = session.Check("steps-move-every-parameter");

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(["weight", "bias"], result.Power!.SeenAt);
        Assert.Empty(result.Power.BlindAt);

        // One for the check and one for each of its two mutants: looking for their places takes no step.
        Assert.Equal(3, session.Builds);
    }

    [Theory]
    [InlineData(Isolation.InProcess)]
    [InlineData(Isolation.Host)]
    public void A_trainer_that_forgets_a_parameter_fails_with_its_name(Isolation isolation)
    {
        using TrustSession session = Open(new TrainerSubject("line", () => new LineTrainer(forgetsBias: true)), isolation);

        CheckResult result = session.Check("steps-move-every-parameter");

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal("bias", Assert.Single(result.Findings).Parameter);
    }

    private static TrustSession Open(Subject subject, Isolation isolation) => TrustSession.Open(subject, new TrustOptions
    {
        Isolation = isolation,
        Catalogue = [new EqualPointsHaveEqualLabels(), new WritesToData(), new StepsMoveEveryParameter()],
    });
}
