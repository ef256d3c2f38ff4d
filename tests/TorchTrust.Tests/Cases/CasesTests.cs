using TorchTrust.Checks;
using TorchTrust.Probes;

namespace TorchTrust.Tests.Cases;

/// <summary>
/// Small models on which the first version erred, from public reports and programs: what is faulty is found by its principle, with module
/// and cause, and what is right is left alone. Nothing is declared.
/// </summary>
public sealed class CasesTests
{
    private static readonly Dictionary<string, Func<ModelSubject>> _right = new()
    {
        ["attention without weights"] = () => AttentionWithoutWeights.Subjects.Right,
        ["casts its input"] = () => CastsItsInput.Subjects.Right,
        ["edited inside, mended"] = () => EditedInside.Subjects.Right,
        ["edited inside, mended block"] = () => EditedInside.Subjects.RightBlock,
        ["gradient of rounding, mended"] = () => GradientOfRounding.Subjects.Right,
        ["noisy layer"] = () => NoisyLayer.Subjects.Right,
        ["one object twice, mended"] = () => OneObjectTwice.Subjects.Right,
        ["one object twice, mended in depth"] = () => OneObjectTwice.Subjects.RightDeep,
        ["shared normalization, mended"] = () => SharedNormalization.Subjects.Right,
        ["shared on purpose: siamese"] = () => SharedOnPurpose.Subjects.RightSiamese,
        ["shared on purpose: one activation"] = () => SharedOnPurpose.Subjects.RightOneActivation,
        ["shared on purpose: depth"] = () => SharedOnPurpose.Subjects.RightSharedDepth,
        ["tied by object, in a dictionary"] = () => TiedByObject.Subjects.RightTiedInDict,
        ["tied by object, in fields"] = () => TiedByObject.Subjects.RightTiedPlain,
    };

    public static TheoryData<string> Right => [.. _right.Keys];

    [Theory, MemberData(nameof(Right))]
    public void What_is_right_is_left_alone(string name)
    {
        string[] said = [.. Failures(_right[name]()).Select(Describe)];

        // Where it is true: TorchSharp takes weights apart that are tied by object.
        Assert.DoesNotContain(said, text => !(name.StartsWith("tied", StringComparison.Ordinal)
            && text.StartsWith(CheckIds.TiedWeightsStayTied, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(CheckIds.SamplesAreIndependentInEval)]
    [InlineData(CheckIds.SamplesAreIndependentInTraining)]
    [InlineData(CheckIds.BatchAgreesWithSingleSamples)]
    [InlineData(CheckIds.SampleOrderDoesNotMatter)]
    public void A_model_that_casts_its_input_is_decided_in_float32_and_the_check_could_have_failed(string checkId) =>
        Models.Checks.Behaviour.Expect.Proven(TorchTrust.Tests.Checks.CheckTest.Run(checkId, CastsItsInput.Subjects.Right));

    [Fact]
    public void An_attention_without_weights_leaves_nothing_inconclusive_through_our_own_instruments() => Assert.DoesNotContain(
        All(AttentionWithoutWeights.Subjects.Right), result => result.Reason?.Contains("Tensor invalid", StringComparison.Ordinal) == true);

    [Fact]
    public void Tied_weights_agree_in_float64() => Assert.Equal(
        Verdict.Passed,
        Assert.Single(All(TiedByObject.Subjects.RightTiedPlain), result => result.CheckId == CheckIds.SingleAgreesWithDouble).Verdict);

    [Fact]
    public void Blocks_that_edit_what_the_skip_path_reads_are_found_inside_an_encoder_too()
    {
        Finding inside = Found(EditedInside.Subjects.Faulty, CheckIds.OverwrittenValuesAreNotRead, Severity.Error);
        Finding alone = Found(EditedInside.Subjects.FaultyBlock, CheckIds.OverwrittenValuesAreNotRead, Severity.Error);

        Assert.Equal(("block.path.0", "path.0"), (inside.Module, alone.Module));
    }

    [Fact]
    public void A_router_whose_gradient_is_rounding_is_found_with_both_numbers()
    {
        Finding finding = Found(GradientOfRounding.Subjects.Faulty, CheckIds.EveryParameterLearns, Severity.Error);

        Assert.Equal("gate.weight", finding.Parameter);
        Assert.StartsWith("the gradient of gate.weight is rounding alone", finding.What, StringComparison.Ordinal);
        Assert.InRange(finding.Numbers["gradient in float32"], 1e-10, 1e-5);
        Assert.InRange(finding.Numbers["gradient in float64"], 0, 1e-13);
    }

    [Fact]
    public void A_list_that_repeats_one_object_is_found_with_all_its_places()
    {
        Assert.StartsWith(
            "heads.1, heads.2 are heads.0",
            Found(OneObjectTwice.Subjects.Faulty, CheckIds.ModulesStandOnce, Severity.Question).What,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "head.1, head.2 are head.0",
            Found(OneObjectTwice.Subjects.FaultyDeep, CheckIds.ModulesStandOnce, Severity.Question).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_set_of_statistics_for_two_places_is_found() => Assert.Equal(
        "norm", Found(SharedNormalization.Subjects.Faulty, CheckIds.StatisticsServeOnePlace, Severity.Question).Module);

    [Fact]
    public void Of_a_model_that_throws_nothing_is_said_that_is_not_true()
    {
        string[] said = [.. Failures(ThrowsAlways.Subjects.Faulty).SelectMany(result => result.Findings).Select(finding => finding.What)];

        Assert.NotEmpty(said);
        Assert.DoesNotContain(
            said, what => what.Contains("together can", StringComparison.Ordinal) || what.Contains("converted", StringComparison.Ordinal));
    }

    private static Finding Found(ModelSubject subject, string checkId, Severity severity)
    {
        CheckResult result = Assert.Single(All(subject), result => result.CheckId == checkId);
        Assert.True((result.Verdict, result.Severity) == (Verdict.Failed, severity), $"{result.Verdict} {result.Severity} {result.Reason}");
        return result.Findings[0];
    }

    private static IEnumerable<CheckResult> Failures(ModelSubject subject) =>
        All(subject).Where(result => result.Verdict == Verdict.Failed);

    private static IReadOnlyList<CheckResult> All(ModelSubject subject)
    {
        string[] notHere = PoisonedMemory.IsSupported()
            ? [CheckIds.BackendComputesRight]
            : [CheckIds.BackendComputesRight, CheckIds.ReadsNoUnwrittenMemory];
        return Trust.Check(subject, new TrustOptions
        {
            Checks = [.. Catalogue.All.Where(check => check.AppliesTo(subject)).Select(check => check.Description.Id).Except(notHere)],
            ProvesPower = false,
            IsHost = true,
        }).Results;
    }

    private static string Describe(CheckResult result) =>
        $"{result.CheckId}: {string.Join("; ", result.Findings.Select(finding => finding.What))}";
}
