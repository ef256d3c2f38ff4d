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
        var one =
            new SubjectOutcome(new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Small")), new TrustReport("Net", "model", 1, []));
        var two =
            new SubjectOutcome(new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Large")), new TrustReport("Net", "model", 1, []));

        Assert.Equal(["Net in Nets.Small", "Net in Nets.Large"], Named.Apart([one, two]).Select(outcome => outcome.Report!.Subject));
    }

    [Fact]
    public void Subjects_of_one_class_name_are_told_apart_by_as_much_of_the_namespace_as_it_takes()
    {
        SubjectOutcome Of(string type, string member) => new(
            new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", member)),
            new TrustReport("Net", "model", 1, [new CheckResult("a", "", Verdict.Passed)]) { TypeName = type });

        IReadOnlyList<SubjectOutcome> outcomes =
            Named.Apart([Of("Shop.Old.Net", "One"), Of("Shop.New.Net", "Two"), Of("Bank.New.Net", "Three"), Of("Bank.New.Net", "Four")]);

        Assert.Equal(
            ["Old.Net", "Shop.New.Net", "Bank.New.Net in Nets.Three", "Bank.New.Net in Nets.Four"],
            outcomes.Select(outcome => outcome.Report!.Subject));
        Assert.All(outcomes, outcome => Assert.Equal(outcome.Report!.Subject, outcome.Report.Results[0].Subject));
    }

    [Fact]
    public void Members_of_one_name_are_told_apart_before_anything_has_run()
    {
        FoundSubject Of(string type) => new(new SubjectAddress("/a.dll", type, "Net"));

        Assert.Equal(
            ["Old.Nets.Net", "New.Nets.Net", "Others.Net"],
            Named.Apart([Of("Shop.Old.Nets"), Of("Shop.New.Nets"), Of("Shop.Others")]).Select(subject => subject.ShortName));
    }

    [Fact]
    public void A_repeated_command_quotes_what_a_shell_would_split()
    {
        var subject = new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Small"));
        var repeat = new RepeatCommand("my project", 7, 2, ["--time-limit", "5m"]);

        Assert.Equal(
            "torchtrust check \"my project\" --subject Nets.Small --check values-are-finite --threads 2 --time-limit 5m --seed 7",
            repeat.Of(subject, CheckIds.ValuesAreFinite));
    }
}
