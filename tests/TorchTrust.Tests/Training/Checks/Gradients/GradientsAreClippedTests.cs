using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Gradients;

public sealed class GradientsAreClippedTests
{
    private const string Id = "loop-gradients-are-clipped";

    [Fact]
    public void A_loop_that_clips_by_norm_passes_and_lost_clipping_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, Clipping(loop => nn.utils.clip_grad_norm_(loop.Model.parameters(), 0.5)).ClipsNorm(0.5));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Clipping_after_the_update_is_an_error_that_tells_the_norm()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Step(batch);
            nn.utils.clip_grad_norm_(loop.Model.parameters(), 0.5);
            return loss;
        }).ClipsNorm(0.5));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("Optimizer updates with gradients whose norm is", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipping_by_value_passes_with_its_own_fact() =>
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, Clipping(loop => nn.utils.clip_grad_value_(loop.Model.parameters(), 0.1)).ClipsValue(0.1)).Verdict);

    [Fact]
    public void Without_a_declaration_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void A_value_that_is_not_clipped_is_an_error_and_updates_by_hand_cannot_be_decided()
    {
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, ToyLoop.Right.ClipsValue(1e-3), what: "value").Verdict);
        Assert.Equal(Verdict.Inconclusive, LoopTest.Run(Id, ToyLoop.Idle.ClipsNorm(1), what: "by hand").Verdict);
    }

    [Fact]
    public void Gradients_that_are_cleared_and_never_used_are_no_updates() => Assert.Equal(Verdict.Inconclusive, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            Tensor loss = loop.Loss(batch);
            loss.backward();
            loop.Optimizer.zero_grad();
            return loss.item<float>();
        }).ClipsNorm(100)).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Clipping(Action<ToyLoop> clip) => ToyLoop.With((loop, batch) =>
    {
        loop.Optimizer.zero_grad();
        Tensor loss = loop.Loss(batch);
        loss.backward();
        clip(loop);
        loop.Optimizer.step();
        return loss.item<float>();
    });
}
