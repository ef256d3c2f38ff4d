using TorchTrust.Checks;
using TorchTrust.Models;
using TorchTrust.Models.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Running;
using TorchTrust.Subjects;
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
    public void Where_equivalence_is_asked_first_the_check_is_run_only_where_something_changes()
    {
        var check = new Blind(sees: true, equivalent: true, sites: ["here"], asksEquivalenceFirst: true);

        Assert.Equal(MutantOutcome.Equivalent, Run(check).Power!.Mutants[0].Outcome);
        Assert.Equal(0, check.Trials);
    }

    [Fact]
    public void Where_equivalence_was_asked_first_what_is_not_noticed_survives() => Assert.Equal(
        MutantOutcome.Survived,
        Run(new Blind(sees: false, equivalent: false, sites: ["here"], asksEquivalenceFirst: true)).Power!.Mutants[0].Outcome);

    [Fact]
    public void Places_where_nothing_changes_with_the_fault_at_all_of_them_are_looked_at_once()
    {
        var idle = new Idle(changesAt: []);

        PowerProof power = Run(new Seeing(idle)).Power!;

        Assert.All(power.Mutants, mutant => Assert.Equal(MutantOutcome.Equivalent, mutant.Outcome));
        Assert.Equal(["abcdefgh"], idle.Asked);
    }

    [Fact]
    public void Where_something_changes_with_the_fault_at_all_places_the_halves_are_looked_at_and_then_each_place()
    {
        var idle = new Idle(changesAt: ["f"]);

        PowerProof power = Run(new Seeing(idle)).Power!;

        Assert.Equal(["f"], power.SeenAt);
        Assert.Equal(7, power.Mutants.Count(mutant => mutant.Outcome == MutantOutcome.Equivalent));
        Assert.Equal(["abcdefgh", "abcd", "efgh", "e", "f", "g", "h"], idle.Asked);
    }

    [Fact]
    public void A_mutant_without_a_place_is_not_applicable() => Assert.Equal(
        MutantOutcome.NotApplicable, Run(new Blind(sees: true, equivalent: false, sites: [])).Power!.Mutants[0].Outcome);

    [Fact]
    public void A_mutant_that_throws_where_it_is_put_in_is_no_kill()
    {
        MutantResult mutant = Assert.Single(Run(
            new Blind(sees: true, equivalent: false, sites: ["here"], throws: new InvalidOperationException("no kernel"))).Power!.Mutants);

        Assert.Equal(MutantOutcome.NotApplicable, mutant.Outcome);
        Assert.Equal("It cannot be put here: nothing itself threw InvalidOperationException: no kernel", mutant.Detail);
    }

    [Fact]
    public void Nor_is_one_at_which_the_subject_throws_before_it_is_broken() => Assert.Equal(
        MutantOutcome.NotApplicable,
        Assert.Single(Run(new Blind(
            sees: true,
            equivalent: false,
            sites: ["here"],
            throws: new SubjectException("running it", new InvalidOperationException()))).Power!.Mutants).Outcome);

    [Fact]
    public void Of_places_of_one_kind_the_first_is_tried_and_the_last_whatever_its_kind()
    {
        PowerProof power = Run(new Blind(sees: true, equivalent: false, sites: ["conv1", "conv2", "head1", "conv3", "conv4"])).Power!;

        Assert.Equal(["conv1", "head1", "conv4"], power.SeenAt);
        Assert.Equal(["conv2", "conv3"], power.NotTriedAt);
        Assert.Equal("It is like conv1, where this was noticed.", power.Mutants.First(mutant => mutant.Site == "conv2").Detail);
        Assert.True(power.IsShown);
    }

    [Fact]
    public void All_places_are_tried_on_demand()
    {
        PowerProof power = Run(new Blind(sees: true, equivalent: false, sites: ["conv1", "conv2", "conv3"]), everywhere: true).Power!;

        Assert.Equal(["conv1", "conv2", "conv3"], power.SeenAt);
        Assert.Empty(power.NotTriedAt);
    }

    [Theory]
    [InlineData(true, MutantOutcome.Equivalent)]
    [InlineData(false, MutantOutcome.Survived)]
    public void A_place_where_nothing_was_noticed_stands_for_no_other(bool equivalent, object outcome) => Assert.All(
        Run(new Blind(sees: false, equivalent, sites: ["conv1", "conv2", "conv3"])).Power!.Mutants,
        mutant => Assert.Equal((MutantOutcome)outcome, mutant.Outcome));

    [Fact]
    public void A_proof_that_goes_on_in_another_process_tries_what_is_left_and_no_more()
    {
        using var runner = new CheckRunner(ModelSubject.For(() => Linear(2, 1)), new TrustOptions());
        var check = new Blind(sees: true, equivalent: false, sites: ["conv1", "conv2", "head1", "conv3"]);
        MutantResult[] tried = [new("nothing", "does nothing", "conv1", MutantOutcome.Killed, "It ended the process.")];

        CheckResult result = runner.Continue(check, new CheckResult("blind", "", Verdict.Passed), tried, new RunObserver());

        Assert.Equal(["conv1", "head1", "conv3"], result.Power!.SeenAt);
        Assert.Equal(["conv2"], result.Power.NotTriedAt);
        Assert.Equal("It ended the process.", result.Power.Mutants[0].Detail);
    }

    [Fact]
    public void Places_that_findings_name_are_tried_together_in_two_runs()
    {
        var check = new Naming(site => [site]);

        PowerProof power = Run(check).Power!;

        Assert.Equal(["a", "b", "c", "d"], power.SeenAt);
        Assert.Equal([["a", "c"], ["b", "d"]], check.Trials);
    }

    [Fact]
    public void A_check_that_names_everything_is_asked_of_each_place_alone()
    {
        var check = new Naming(_ => ["a", "b", "c", "d"]);

        Assert.Equal(["a", "b", "c", "d"], Run(check).Power!.SeenAt);
        Assert.Equal([["a", "c"], ["b", "d"], ["a"], ["b"], ["c"], ["d"]], check.Trials);
    }

    [Fact]
    public void A_place_that_is_not_named_among_others_is_tried_alone_and_survives_if_nothing_is_found()
    {
        var check = new Naming(site => site == "c" ? [] : [site]);

        PowerProof power = Run(check).Power!;

        Assert.Equal(["a", "b", "d"], power.SeenAt);
        Assert.Equal(["c"], power.BlindAt);
        Assert.Equal([["a", "c"], ["b", "d"], ["c"]], check.Trials);
    }

    [Fact]
    public void Places_that_break_a_sample_of_their_own_share_a_run_in_which_the_first_and_the_last_stay_whole()
    {
        var check = new NamingSamples(broken => broken.Select(fault => fault.Sample!.Value));

        Assert.Equal(["a", "b", "c", "d", "e"], Run(check).Power!.SeenAt);
        Assert.Equal([("a1 b2 c3", 5), ("d1 e2", 5)], check.Trials);
    }

    [Fact]
    public void A_place_whose_sample_is_not_named_is_tried_alone()
    {
        var check = new NamingSamples(broken => broken.Where(fault => fault.Site != "b").Select(fault => fault.Sample ?? 0));

        PowerProof power = Run(check).Power!;

        Assert.Equal(["a", "c", "d", "e"], power.SeenAt);
        Assert.Equal(["b"], power.BlindAt);
        Assert.Equal([("a1 b2 c3", 5), ("d1 e2", 5), ("b", null)], check.Trials);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Where_a_sample_that_is_whole_is_named_each_place_is_tried_alone(long whole)
    {
        var check = new NamingSamples(broken => [.. broken.Select(fault => fault.Sample ?? 0), whole]);

        Assert.Equal(["a", "b", "c", "d", "e"], Run(check).Power!.SeenAt);
        Assert.Equal(7, check.Trials.Count);
    }

    [Fact]
    public void When_the_time_for_the_proof_is_spent_a_mutant_that_was_noticed_is_tried_no_further()
    {
        CheckResult result = Run(new Blind(sees: true, equivalent: false, sites: ["conv1", "conv2", "head1", "tail1"]), share: 0);

        Assert.Equal(["conv1"], result.Power!.SeenAt);
        Assert.Equal(["conv2"], result.Power.NotTriedAt);
        Assert.Equal(["head1", "tail1"], result.Power.BeyondBudgetAt);
        Assert.True(result.Power.IsShown);
        Assert.StartsWith(
            "a model: no fault found, and each pass below could have been a failure where it says so; proofs left out 2 places",
            new TrustReport("a model", "model", 1, [result]).ToString().ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_is_it_put_into_further_samples()
    {
        var check = new NamingSamples(broken => broken.Select(fault => fault.Sample!.Value));

        PowerProof power = Run(check, share: 0).Power!;

        Assert.Equal(["a", "b", "c"], power.SeenAt);
        Assert.Equal(["d", "e"], power.BeyondBudgetAt);
        Assert.Equal([("a1 b2 c3", 5)], check.Trials);
    }

    [Fact]
    public void No_verdict_hangs_on_the_time_for_the_proof() => Assert.Equal(
        ["conv1", "head1"], Run(new Blind(sees: false, equivalent: false, sites: ["conv1", "head1"]), share: 0).Power!.BlindAt);

    private static CheckResult Run(Check check, bool everywhere = false, double share = 1)
    {
        using var runner = new CheckRunner(
            ModelSubject.For(() => Linear(2, 1)), new TrustOptions { ProvesEverywhere = everywhere, ProofShare = share });
        return runner.Run(check, new RunObserver());
    }

    [Check("blind", "a check for this test", CheckArea.Behaviour)]
    private sealed class Blind(bool sees, bool equivalent, string[] sites, bool asksEquivalenceFirst = false, Exception? throws = null)
        : ModelCheck
    {
        public int Trials { get; private set; }

        public override string Why => "Why.";

        public override string Remedy => "Remedy.";

        public override IReadOnlyList<Mutant> Mutants { get; } = [new Nothing(equivalent, sites, asksEquivalenceFirst, throws)];

        protected override CheckOutcome Run(ModelSession session, CheckContext context)
        {
            Trials += context.IsTrial ? 1 : 0;
            return sees && context.FirstFindingDecides ? CheckOutcome.Failed([new Finding("seen")]) : CheckOutcome.Passed;
        }
    }

    private sealed class Nothing(bool equivalent, string[] sites, bool asksEquivalenceFirst, Exception? throws) : Mutant
    {
        public override bool AsksEquivalenceFirst => asksEquivalenceFirst;

        public override string Name => "nothing";

        public override string Description => "does nothing";

        public override IReadOnlyList<string> Sites(ISubjectSession session) => sites;

        /// <summary>Places whose names begin alike.</summary>
        public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
            [.. sites.Select(site => site[..^1])];

        public override IDisposable? Apply(ISubjectSession session, string site) => throws is null ? new Revert(() => { }) : throw throws;

        public override bool IsEquivalent(ISubjectSession session, string site) => equivalent;
    }

    /// <summary>Finds whatever is broken.</summary>
    [Check("seeing", "a check for this test", CheckArea.Behaviour)]
    private sealed class Seeing(Mutant mutant) : ModelCheck
    {
        public override string Why => "Why.";

        public override string Remedy => "Remedy.";

        public override IReadOnlyList<Mutant> Mutants { get; } = [mutant];

        protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
            context.IsTrial ? CheckOutcome.Failed([new Finding("seen")]) : CheckOutcome.Passed;
    }

    /// <summary>Changes something at a few places alone, and keeps of which it was asked whether it does.</summary>
    private sealed class Idle(string[] changesAt) : Mutant
    {
        public List<string> Asked { get; } = [];

        public override bool AsksEquivalenceFirst => true;

        public override string Name => "idle";

        public override string Description => "changes nothing at most places";

        public override IReadOnlyList<string> Sites(ISubjectSession session) => ["a", "b", "c", "d", "e", "f", "g", "h"];

        public override IDisposable? Apply(ISubjectSession session, string site) => new Revert(() => { });

        public override bool IsEquivalent(ISubjectSession session, string site) => AreEquivalent(session, [site])!.Value;

        public override bool? AreEquivalent(ISubjectSession session, IReadOnlyList<string> sites)
        {
            Asked.Add(string.Concat(sites));
            return !sites.Any(changesAt.Contains);
        }
    }

    /// <summary>Finds at each broken place what it is told to find there, and keeps which places were broken in each trial.</summary>
    [Check("naming", "a check for this test", CheckArea.Behaviour)]
    private sealed class Naming : ModelCheck
    {
        private readonly Func<string, string[]> _findsAt;
        private readonly Marks _marks = new();

        public Naming(Func<string, string[]> findsAt)
        {
            _findsAt = findsAt;
            Mutants = [_marks];
        }

        public List<string[]> Trials { get; } = [];

        public override string Why => "Why.";

        public override string Remedy => "Remedy.";

        public override IReadOnlyList<Mutant> Mutants { get; }

        protected override CheckOutcome Run(ModelSession session, CheckContext context)
        {
            if (context.IsTrial)
            {
                Trials.Add([.. _marks.Broken]);
            }

            return CheckOutcome.From(
                [.. _marks.Broken.SelectMany(_findsAt).Distinct().Select(site => new Finding(site) { Parameter = site })]);
        }
    }

    /// <summary>
    /// Names the samples that it is told to name, and keeps which places and samples were broken in each trial, and how many samples
    /// there were.
    /// </summary>
    [Check("naming-samples", "a check for this test", CheckArea.Behaviour)]
    private sealed class NamingSamples : ModelCheck
    {
        private readonly Func<IReadOnlyList<(string Site, long? Sample)>, IEnumerable<long>> _names;
        private readonly SampleMarks _marks = new();

        public NamingSamples(Func<IReadOnlyList<(string Site, long? Sample)>, IEnumerable<long>> names)
        {
            _names = names;
            Mutants = [_marks];
        }

        public List<(string Broken, long? Samples)> Trials { get; } = [];

        public override string Why => "Why.";

        public override string Remedy => "Remedy.";

        public override IReadOnlyList<Mutant> Mutants { get; }

        protected override CheckOutcome Run(ModelSession session, CheckContext context)
        {
            if (!context.IsTrial)
            {
                return CheckOutcome.Passed;
            }

            Trials.Add((string.Join(" ", _marks.Broken.Select(fault => $"{fault.Site}{fault.Sample}")), context.Samples));
            return CheckOutcome.From([.. _names(_marks.Broken).Select(sample => new Finding($"sample {sample}") { Sample = sample })]);
        }
    }

    private sealed class SampleMarks : Mutant
    {
        public List<(string Site, long? Sample)> Broken { get; } = [];

        public override string Name => "sample-marks";

        public override string Description => "marks a place, for one sample or all";

        public override IReadOnlyList<string> Sites(ISubjectSession session) => ["a", "b", "c", "d", "e"];

        public override long? SamplesOfOneRun(ISubjectSession session) => 5;

        public override IDisposable? Apply(ISubjectSession session, string site) => Mark(site, null);

        public override IDisposable? ApplyTo(ISubjectSession session, string site, long sample) => Mark(site, sample);

        private Revert Mark(string site, long? sample)
        {
            Broken.Add((site, sample));
            return new Revert(() => Broken.Remove((site, sample)));
        }
    }

    private sealed class Marks : Mutant
    {
        public List<string> Broken { get; } = [];

        public override string Name => "marks";

        public override string Description => "marks a place";

        public override bool CanBeSeveral => true;

        public override IReadOnlyList<string> Sites(ISubjectSession session) => ["a", "b", "c", "d"];

        public override IDisposable? Apply(ISubjectSession session, string site)
        {
            Broken.Add(site);
            return new Revert(() => Broken.Remove(site));
        }
    }
}
