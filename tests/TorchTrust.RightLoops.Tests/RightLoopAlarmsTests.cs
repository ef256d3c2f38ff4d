namespace TorchTrust.RightLoops.Tests;

public sealed class RightLoopAlarmsTests
{
    public static TheoryData<string> Names => [.. RightLoopPool.All.Select(loop => loop.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_right_loop_fails_no_check_with_its_facts_and_raises_no_error_without(string name)
    {
        RightLoop loop = RightLoopPool.All.Single(loop => loop.Name == name);

        Assert.Empty(Failed(loop.Declared));
        Assert.DoesNotContain(Failed(loop.Undeclared), result => result.Severity == Severity.Error);
    }

    private static IEnumerable<CheckResult> Failed(TrainingSubject subject) =>
        Trust.Check(subject, new TrustOptions { ProvesPower = false, Isolation = Isolation.InProcess }).Results
            .Where(result => result.Verdict == Verdict.Failed);
}
