using TorchTrust.Weaving.Fixture;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>Hosts run woven copies, through the door that users take.</summary>
[Collection(nameof(HostTests))]
public sealed class HostTests
{
    [Fact]
    public void Proofs_reach_modules_that_are_run_by_forward()
    {
        TrustReport report = Trust.Check(Subject(() => new TwoLayers()), Only(CheckIds.SamplesAreIndependentInEval));

        Assert.Null(report.Weaving!.Off);
        Assert.Contains("TorchTrust.Weaving.Fixture", report.Weaving.Woven);
        Assert.Empty(report.Weaving.NotWoven);
        Assert.Equal(["", "_first", "_second"], Killed(report));
    }

    [Fact]
    public void A_module_that_is_run_by_forward_and_overwrites_what_is_read_again_is_named()
    {
        CheckResult result = Assert.Single(
            Trust.Check(Subject(() => new OverwritesItsSkip(inPlace: true)), Only(CheckIds.OverwrittenValuesAreNotRead)).Results);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal("_activation", Assert.Single(result.Findings).Module);
    }

    [Fact]
    public void An_edit_that_is_put_into_a_module_that_is_run_by_forward_is_noticed() => Assert.Contains(
        "_activation",
        Killed(Trust.Check(Subject(() => new OverwritesItsSkip(inPlace: false)), Only(CheckIds.OverwrittenValuesAreNotRead))));

    [Fact]
    public void Weaving_can_be_switched_off()
    {
        TrustReport report =
            Trust.Check(Subject(() => new TwoLayers()), Only(CheckIds.SamplesAreIndependentInEval) with { Weaving = false });

        Assert.Contains("switched off", report.Weaving!.Off, StringComparison.Ordinal);
        Assert.Equal([""], Killed(report));
    }

    [Fact]
    public void In_process_nothing_is_woven_and_it_is_said()
    {
        TrustReport report = Trust.Check(
            Subject(() => new TwoLayers()), Only(CheckIds.SamplesAreIndependentInEval) with { Isolation = Isolation.InProcess });

        Assert.Contains("nothing is woven", report.Weaving!.Off, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_written_there_is_named_by_the_lines_that_make_and_that_meet()
    {
        CheckResult result = Assert.Single(Trust.Check(Subject(() => new MadeOnCpu()), Only(CheckIds.FollowsAMove)).Results);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Finding finding = Assert.Single(result.Findings);
        Assert.StartsWith(
            "torch.ones in MadeOnCpu.forward (Devices.cs:15) makes a tensor of shape [4]", finding.What, StringComparison.Ordinal);
        Assert.Contains("in MadeOnCpu.forward (Devices.cs:16)", finding.What, StringComparison.Ordinal);
        Assert.Equal(15, finding.Source!.Line);
    }

    [Fact]
    public void The_default_device_is_named_where_it_mixes_in_silence()
    {
        CheckResult result = Assert.Single(Trust.Check(Subject(() => new MadeOnDefault()), Only(CheckIds.TensorsFollowDevice)).Results);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("(Devices.cs:28)", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dtype_that_is_written_there_is_named_by_the_line_that_makes()
    {
        CheckResult result = Assert.Single(Trust.Check(Subject(() => new MadeInSingle()), Only(CheckIds.SurvivesConversion)).Results);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains(
            result.Findings,
            finding => finding.What.StartsWith("torch.eye in MadeInSingle.forward (Devices.cs:95)", StringComparison.Ordinal));
    }

    [Fact]
    public void The_default_dtype_is_named_by_the_line_that_makes()
    {
        CheckResult result = Assert.Single(Trust.Check(Subject(() => new MadeOnDefault()), Only(CheckIds.TensorsFollowDtype)).Results);

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal(
            "torch.ones in MadeOnDefault.forward (Devices.cs:28) makes a tensor of shape [4, 1] of the default dtype, which others take",
            result.Findings[^1].What);
        Assert.Equal(28, result.Findings[^1].Source!.Line);
    }

    [Fact]
    public void What_is_made_on_a_device_that_is_kept_a_moved_instance_decides()
    {
        CheckResult result = Assert.Single(Trust.Check(Subject(() => new KeepsItsDevice()), Only(CheckIds.FollowsAMove)).Results);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains(
            "is on the CPU although the model and its inputs are on another device",
            Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_is_written_there_is_told_whatever_another_one_leaves_open() => Assert.StartsWith(
        "torch.eye in MadeOnTwo.forward",
        Assert.Single(Assert.Single(Trust.Check(Subject(() => new MadeOnTwo()), Only(CheckIds.FollowsAMove)).Results).Findings).What,
        StringComparison.Ordinal);

    [Fact]
    public void What_cannot_be_told_is_told_with_the_line_that_makes()
    {
        CheckResult given = Assert.Single(Trust.Check(Subject(() => new GivesOut()), Only(CheckIds.FollowsAMove)).Results);
        CheckResult computed = Assert.Single(Trust.Check(Subject(() => new MadeByRelu()), Only(CheckIds.TensorsFollowDevice)).Results);

        Assert.Equal((Verdict.Inconclusive, Verdict.Inconclusive), (given.Verdict, computed.Verdict));
        Assert.StartsWith("torch.ones in GivesOut.forward", given.Reason, StringComparison.Ordinal);
        Assert.EndsWith("it is given out, and whether that is meant cannot be told.", given.Reason, StringComparison.Ordinal);
        Assert.StartsWith("torch.ones in MadeByRelu.forward", computed.Reason, StringComparison.Ordinal);
        Assert.Contains("aten::relu", computed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_follows_its_neighbours_passes_with_its_power_shown()
    {
        TrustReport report = Trust.Check(Subject(() => new Follows()), Only(CheckIds.FollowsAMove, CheckIds.TensorsFollowDevice));

        Assert.All(report.Results, result => Assert.Equal(Verdict.Passed, result.Verdict));
        Assert.All(report.Results, result => Assert.True(result.Power!.IsShown));
    }

    [Fact]
    public void What_is_written_beside_the_assembly_is_there_afterwards()
    {
        string written = Path.Combine(AppContext.BaseDirectory, "written-beside-itself.txt");
        File.Delete(written);

        TrustReport report = Trust.Check(Subject(() => new WritesBesideItself()), Only(CheckIds.SamplesAreIndependentInEval));

        Assert.Equal(Verdict.Passed, Assert.Single(report.Results).Verdict);
        Assert.Equal([written], report.Weaving!.BroughtHome);
        Assert.Equal(AppContext.BaseDirectory, File.ReadAllText(written));
        File.Delete(written);
    }

    [Fact]
    public void What_was_written_before_the_process_ended_is_there_too()
    {
        string written = Path.Combine(AppContext.BaseDirectory, "written-before-the-end.txt");
        File.Delete(written);

        TrustReport report = Trust.Check(Subject(() => new EndsItsProcess()), Only(CheckIds.SamplesAreIndependentInEval));

        Assert.Equal(Verdict.Failed, Assert.Single(report.Results).Verdict);
        Assert.Equal([written], report.Weaving!.BroughtHome);
        Assert.Equal("kept", File.ReadAllText(written));
        File.Delete(written);
    }

    private static ModelSubject Subject(Func<nn.Module<Tensor, Tensor>> build) => ModelSubject.For(build).WithInput(n => randn(n, 4));

    private static TrustOptions Only(params string[] checks) => new() { Checks = checks, Isolation = Isolation.Host };

    private static string[] Killed(TrustReport report) =>
        [.. Assert.Single(report.Results).Power!.Mutants.Where(mutant => mutant.Outcome == MutantOutcome.Killed)
            .Select(mutant => mutant.Site).Distinct().Order(StringComparer.Ordinal)];
}
