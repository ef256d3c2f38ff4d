namespace TorchTrust.Tests.Training.Checks.Evaluation;

public sealed class ModesComeBackTests
{
    private const string Id = "loop-modes-come-back";

    [Fact]
    public void A_loop_that_goes_back_to_training_mode_passes_and_one_that_does_not_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate()));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_model_that_stays_in_evaluation_mode_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop =>
        {
            loop.Model.eval();
            return loop.Loss(ToyBatch.HeldOut).item<float>();
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("after an evaluation, a step leaves Model", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_calls_train_itself_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        loop.Model.train();
        return loop.Step(batch);
    }).WithEvaluation(loop =>
    {
        loop.Model.eval();
        return loop.Loss(ToyBatch.HeldOut).item<float>();
    })).Verdict);

    [Fact]
    public void Without_an_evaluation_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);
}
