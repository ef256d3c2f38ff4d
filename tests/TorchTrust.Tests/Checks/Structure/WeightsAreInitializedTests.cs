using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Checks.Structure;

public sealed class WeightsAreInitializedTests
{
    private const string Id = "weights-are-initialized";

    [Fact]
    public void A_right_model_passes_and_the_check_could_have_failed_at_each_weight()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Sequential(Linear(6, 8), Tanh(), Linear(8, 3))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Contains("0.weight", result.Power.SeenAt);
    }

    [Fact]
    public void A_layer_that_starts_constant_stays_one_unit()
    {
        CheckResult result = CheckTest.Run(Id, ModelSubject.For(() => Net(hidden =>
        {
            init.constant_(hidden.weight, 0.1);
            init.zeros_(hidden.bias);
        }, constantHead: true)).WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains(result.Findings, finding => finding.Parameter == "0.weight");
        Assert.Contains("alike for ever", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_is_not_a_number_fails()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Net(hidden => init.constant_(hidden.weight, double.NaN))).WithInput(n => randn(n, 6)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("0.weight", result.Findings[0].Parameter);
        Assert.Equal(48, result.Findings[0].Numbers["NaN"]);
    }

    [Fact]
    public void Units_that_only_begin_alike_are_a_warning_that_names_the_fact()
    {
        ModelSubject subject = ModelSubject.For(() => Net(hidden => init.constant_(hidden.weight, 0.1))).WithInput(n => randn(n, 6));
        CheckResult result = CheckTest.Run(Id, subject);

        Assert.Equal((Verdict.Failed, Severity.Warning), (result.Verdict, result.Severity));
        Assert.Contains("StartsSpecialOnPurpose", result.Remedy, StringComparison.Ordinal);
        Assert.NotEqual(Verdict.Failed, CheckTest.Run(Id, subject.StartsSpecialOnPurpose("0.weight", "a mean at first")).Verdict);
    }

    [Fact]
    public void A_truncated_normal_of_TorchSharp_is_found_to_be_constant()
    {
        CheckResult result = CheckTest.Run(
            Id, ModelSubject.For(() => Net(hidden => init.trunc_normal_(hidden.weight, std: 0.02))).WithInput(n => randn(n, 6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal("0.weight", result.Findings[0].Parameter);
        Assert.Contains("trunc_normal_", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_matrices_identity_and_padding_rows_are_right()
    {
        Assert.NotEqual(Verdict.Failed, CheckTest.Run(
            Id, ModelSubject.For(() => Net(hidden => init.zeros_(hidden.weight))).WithInput(n => randn(n, 6))).Verdict);
        Assert.NotEqual(Verdict.Failed, CheckTest.Run(
            Id, ModelSubject.For(() => Net(hidden => init.eye_(hidden.weight))).WithInput(n => randn(n, 6))).Verdict);
        Assert.NotEqual(Verdict.Failed, CheckTest.Run(
            Id, ModelSubject.For(() => Embedding(8, 4, padding_idx: 0)).WithInput(n => randint(0, 8, [n, 5]))).Verdict);
    }

    private static Module<Tensor, Tensor> Net(Action<Linear> start, bool constantHead = false)
    {
        Linear hidden = Linear(6, 8);
        Linear head = Linear(8, 3);
        using (no_grad())
        {
            start(hidden);
            if (constantHead)
            {
                init.constant_(head.weight, 0.1);
            }
        }

        return Sequential(hidden, Tanh(), head);
    }
}
