using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Tests.Checking;

public sealed class PlanTests
{
    [Theory]
    [InlineData(1, null, 8, 1, null)]
    [InlineData(2, null, 8, 2, 4)]
    [InlineData(30, null, 8, 8, 1)]
    [InlineData(30, 2, 8, 2, 4)]
    [InlineData(5, 64, 2, 5, 1)]
    public void Cores_are_shared_out(int subjects, int? jobs, int cores, int together, int? threads) =>
        Assert.Equal((together, threads), RunPlan.Share(subjects, jobs, cores));

    [Fact]
    public void Subjects_of_one_name_are_told_apart_by_their_members()
    {
        var one = new SubjectOutcome(new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Small")), new TrustReport("Net", "model", 1, []));
        var two = new SubjectOutcome(new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Large")), new TrustReport("Net", "model", 1, []));

        Assert.Equal(["Net in Nets.Small", "Net in Nets.Large"], Named.Apart([one, two]).Select(outcome => outcome.Report!.Subject));
    }

    [Fact]
    public void A_repeated_command_quotes_what_a_shell_would_split()
    {
        var subject = new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Small"));
        var repeat = new RepeatCommand("my project", 7, 2, ["--time-limit", "5m"], [subject]);

        Assert.Equal(
            "torchtrust check \"my project\" --subject Nets.Small --check values-are-finite --threads 2 --time-limit 5m --seed 7",
            repeat.Of(subject, CheckIds.ValuesAreFinite));
    }
}
