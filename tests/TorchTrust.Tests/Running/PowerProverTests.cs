using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Running;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

public sealed class PowerProverTests
{
    [Fact]
    public void A_survivor_makes_a_pass_inconclusive_and_names_the_place()
    {
        CheckResult result = Run(new Blind(sees: false, equivalent: false, sites: ["here"]));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("No power here", result.Reason, StringComparison.Ordinal);
        Assert.Contains("here", result.Reason, StringComparison.Ordinal);
        Assert.Equal(MutantOutcome.Survived, Assert.Single(result.Power!.Mutants).Outcome);
    }

    [Fact]
    public void A_mutant_that_is_noticed_is_killed() =>
        Assert.True(Run(new Blind(sees: true, equivalent: false, sites: ["here"])).Power!.IsShown);

    [Fact]
    public void A_mutant_that_changes_nothing_is_equivalent_and_the_pass_stands_without_power()
    {
        CheckResult result = Run(new Blind(sees: false, equivalent: true, sites: ["here"]));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.False(result.Power!.IsShown);
        Assert.Equal(MutantOutcome.Equivalent, result.Power.Mutants[0].Outcome);
    }

    [Fact]
    public void A_mutant_without_a_place_is_not_applicable() => Assert.Equal(
        MutantOutcome.NotApplicable, Run(new Blind(sees: true, equivalent: false, sites: [])).Power!.Mutants[0].Outcome);

    private static CheckResult Run(Check check)
    {
        using var runner = new CheckRunner(ModelSubject.For(() => Linear(2, 1)), new TrustOptions());
        return runner.Run(check, new RunObserver());
    }

    [Check("blind", "a check for this test", CheckArea.Behaviour)]
    private sealed class Blind(bool sees, bool equivalent, string[] sites) : ModelCheck
    {
        public override string Why => "Why.";

        public override string Remedy => "Remedy.";

        public override IReadOnlyList<Mutant> Mutants { get; } = [new Nothing(equivalent, sites)];

        protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
            sees && context.FirstFindingDecides ? CheckOutcome.Failed([new Finding("seen")]) : CheckOutcome.Passed;
    }

    private sealed class Nothing(bool equivalent, string[] sites) : Mutant
    {
        public override string Name => "nothing";

        public override string Description => "does nothing";

        public override IReadOnlyList<string> Sites(ISubjectSession session) => sites;

        public override IDisposable? Apply(ISubjectSession session, string site) => new Revert(() => { });

        public override bool IsEquivalent(ISubjectSession session, string site) => equivalent;
    }
}
