using TorchTrust.Tests.Checks;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>A fault counts that shows as built only, and one that shows at a generic point only.</summary>
public sealed class BothPointsTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> _faults = new()
    {
        [CheckIds.SamplesAreIndependentInEval] = x => x + x.mean([0L], keepdim: true),
        [CheckIds.SamplesAreIndependentInTraining] = x => x + x.cumsum(dim: 0),
        [CheckIds.BatchAgreesWithSingleSamples] = x => x * x.shape[0],
        [CheckIds.SampleOrderDoesNotMatter] = x =>
            x + arange(x.shape[0], dtype: x.dtype).reshape([-1, .. Enumerable.Repeat(1L, (int)x.dim() - 1)]),
        [CheckIds.FutureDoesNotLeak] = x => x + x.mean([1L], keepdim: true),
        [CheckIds.PaddingHasNoInfluence] = x => x + x.mean([1L], keepdim: true),
        [CheckIds.EvalIsDeterministic] = x => x + randn_like(x),
        [CheckIds.SingleAgreesWithDouble] = x => (x + 1e7) - 1e7,
    };

    public static TheoryData<string> Ids => [.. _faults.Keys];

    [Theory, MemberData(nameof(Ids))]
    public void A_fault_that_shows_as_built_only_is_found(string id) =>
        Assert.Equal(Verdict.Failed, CheckTest.Run(id, Subject(id, shut: _faults[id], open: Right)).Verdict);

    [Theory, MemberData(nameof(Ids))]
    public void A_fault_that_shows_at_a_generic_point_only_is_found(string id) =>
        Assert.Equal(Verdict.Failed, CheckTest.Run(id, Subject(id, shut: Right, open: _faults[id])).Verdict);

    [Theory, MemberData(nameof(Ids))]
    public void A_model_that_is_right_in_both_branches_passes(string id) =>
        Assert.Equal(Verdict.Passed, CheckTest.Run(id, Subject(Right, Right)).Verdict);

    [Fact]
    public void An_input_that_matters_as_built_only_matters() => Assert.Equal(
        Verdict.Passed, CheckTest.Run(CheckIds.EveryInputMatters, Subject(Right, Nothing)).Verdict);

    [Fact]
    public void An_input_that_matters_at_a_generic_point_only_matters() => Assert.Equal(
        Verdict.Passed, CheckTest.Run(CheckIds.EveryInputMatters, Subject(Nothing, Right)).Verdict);

    /// <summary>In training mode only, where the check looks at that: what mixes in eval mode, too, is found there.</summary>
    private static ModelSubject Subject(string id, Func<Tensor, Tensor> shut, Func<Tensor, Tensor> open) =>
        id != CheckIds.SamplesAreIndependentInTraining
            ? Subject(shut, open)
            : Subject(shut, open)
                .WithForward<GatedBranch>((model, inputs) => model.training ? model.call((Tensor)inputs[0]!) : Right((Tensor)inputs[0]!));

    private static Tensor Nothing(Tensor input) => zeros_like(input);

    private static Tensor Right(Tensor input) => input * 2;

    private static ModelSubject Subject(Func<Tensor, Tensor> shut, Func<Tensor, Tensor> open) =>
        ModelSubject.For(() => new GatedBranch(shut, open)).WithInput(n => randn(n, 5, 3)).IsCausal(1)
            .HasPadding(0, inputs => arange(5).gt(2).expand(((Tensor)inputs[0]!).shape[0], 5));
}
