using TorchTrust.Checks;
using TorchTrust.Running;

namespace TorchTrust.Tests.Running;

public sealed class ExplanationsTests
{
    private static readonly CheckResult _registered = Failed(CheckIds.EverythingIsRegistered, "layers[0]", "layers[1]");

    [Fact]
    public void What_another_check_finds_at_the_same_place_or_around_it_follows_where_the_check_says_so()
    {
        IReadOnlyList<CheckResult> results = Explain(
            _registered, Failed(CheckIds.ModesReachEveryModule, "layers[0]", "layers[1].act", "layers[10]", "head"));

        Assert.Equal(
            [CheckIds.EverythingIsRegistered, CheckIds.EverythingIsRegistered, null, null],
            results[1].Findings.Select(finding => finding.ExplainedBy));
        Assert.Null(results[1].ExplainedBy);
        Assert.Equal(["layers[10]", "head"], results[1].OwnFindings.Select(finding => finding.Place));
        Assert.All(results[0].Findings, finding => Assert.Null(finding.ExplainedBy));
    }

    [Fact]
    public void A_check_that_says_nothing_of_the_kind_stands_for_itself_at_the_same_place() =>
        Assert.All(
            Explain(_registered, Failed(CheckIds.ValuesAreFinite, "layers[0]"))[1].Findings, finding => Assert.Null(finding.ExplainedBy));

    [Fact]
    public void What_several_checks_say_in_the_same_words_is_the_finding_of_the_first_that_weighs_most()
    {
        CheckResult Thrown(string id, Severity severity) =>
            new(id, id, Verdict.Failed) { Severity = severity, Findings = [new Finding("The subject threw A.")] };

        IReadOnlyList<CheckResult> results = Explain(
            Thrown(CheckIds.EveryModuleIsUsed, Severity.Question),
            Thrown(CheckIds.ValuesAreFinite, Severity.Error),
            Thrown(CheckIds.EvalChangesNothing, Severity.Error));

        Assert.Equal([CheckIds.ValuesAreFinite, null, CheckIds.ValuesAreFinite], results.Select(result => result.ExplainedBy));
    }

    [Fact]
    public void What_throws_the_same_at_the_same_line_is_one_fault_in_whatever_words()
    {
        CheckResult Thrown(string id, string words, string? throws) =>
            new(id, id, Verdict.Failed) { Findings = [new Finding(words) { Throws = throws }] };

        IReadOnlyList<CheckResult> results = Explain(
            Thrown(CheckIds.BatchSizesWork, "4x5 and 6x3", "ExternalException in Net.forward (Net.cs:14)"),
            Thrown(CheckIds.EvalChangesNothing, "1x5 and 6x3", "ExternalException in Net.forward (Net.cs:14)"),
            Thrown(CheckIds.ValuesAreFinite, "in float64", "ExternalException in Net.forward (Net.cs:15)"),
            Thrown(CheckIds.InputsAreLeftAlone, "elsewhere", null));

        Assert.Equal([null, CheckIds.BatchSizesWork, null, null], results.Select(result => result.ExplainedBy));
    }

    [Fact]
    public void A_cause_weighs_as_much_as_what_follows_from_it()
    {
        IReadOnlyList<CheckResult> results = Explain(
            _registered with { Severity = Severity.Question }, Failed(CheckIds.ModesReachEveryModule, "layers[0]"));

        Assert.Equal((Severity.Error, CheckIds.EverythingIsRegistered), (results[0].Severity, results[1].ExplainedBy));
    }

    [Fact]
    public void What_is_meant_answers_the_questions_that_follow_from_it_and_no_error()
    {
        CheckResult answered = _registered with
        {
            Severity = Severity.Question,
            Findings = [.. _registered.Findings.Select(finding => finding with { Answer = "It is meant." })],
        };
        CheckResult following = Failed(CheckIds.ModesReachEveryModule, "layers[0]");

        Assert.Equal(CheckIds.EverythingIsRegistered, Explain(answered, following with { Severity = Severity.Question })[1].ExplainedBy);
        Assert.Null(Explain(answered, following)[1].ExplainedBy);
        Assert.Equal("It is meant.", Explain(answered, following)[0].Answer);
    }

    [Fact]
    public void A_cause_that_is_gone_explains_nothing()
    {
        CheckResult following = Explain(_registered, Failed(CheckIds.ModesReachEveryModule, "layers[0]"))[1];

        Assert.Null(Explain(following, new CheckResult(CheckIds.EverythingIsRegistered, "", Verdict.Passed))[0].ExplainedBy);
    }

    [Fact]
    public void No_check_explains_itself_by_way_of_others()
    {
        Dictionary<string, IReadOnlyList<string>> rules = Catalogue.All.ToDictionary(
            check => check.Description.Id, check => check.ExplainedBy);
        Assert.All(rules, rule => Assert.All(rule.Value, cause => Assert.Contains(cause, rules.Keys)));
        Assert.All(rules.Keys, id => Assert.DoesNotContain(id, CausesOf(id)));

        IEnumerable<string> CausesOf(string id) => rules[id].SelectMany(cause => CausesOf(cause).Prepend(cause));
    }

    private static IReadOnlyList<CheckResult> Explain(params CheckResult[] results) => Explanations.Of(results, Catalogue.All);

    private static CheckResult Failed(string id, params string[] places) => new(id, id, Verdict.Failed)
    {
        Findings = [.. places.Select(place => new Finding($"{place} is wrong for {id}") { Module = place })]
    };
}
