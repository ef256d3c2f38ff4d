using static TorchSharp.torch.nn;

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

    [Fact]
    public void The_end_of_an_epoch_is_told_where_no_evaluation_has_done_it()
    {
        CheckResult epoch = LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(loop => loop.Model.eval(), stepsPerEpoch: 3), what: "epoch");
        CheckResult both = LoopTest.Run(
            Id,
            ToyLoop.Right.WithEvaluation((ToyLoop loop) => { loop.Model.eval(); }).WithEndOfEpoch(_ => { }, stepsPerEpoch: 3),
            what: "evaluation");

        Assert.StartsWith("after the end of an epoch", Assert.Single(epoch.Findings).What, StringComparison.Ordinal);
        Assert.StartsWith("after an evaluation", Assert.Single(both.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_changes_modes_later_on_is_no_end_of_an_epoch() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            loop.Model.train(loop.Calls++ < 3);
            return loop.Step(batch);
        }).WithEvaluation(loop => loop.Loss(ToyBatch.HeldOut).item<float>())).Verdict);

    [Fact]
    public void A_model_that_is_the_loop_itself_is_named_as_the_model() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        TrainingSubject.For(() =>
        {
            TorchSharp.Modules.Linear model = Linear(4, 3);
            model.eval();
            return model;
        }).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((model, batch) => model.call(batch.Input).sum())
            .WithEvaluation((TorchSharp.Modules.Linear model) => { model.train(); })).Verdict);

    [Fact]
    public void A_loop_that_is_built_in_evaluation_mode_and_whose_steps_train_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Of(
            () =>
            {
                var loop = new ToyLoop();
                loop.Model.eval();
                return loop;
            },
            (loop, batch) =>
            {
                loop.Model.train();
                return loop.Step(batch);
            }).WithEvaluation(loop => loop.Loss(ToyBatch.HeldOut).item<float>())).Verdict);

    [Fact]
    public void An_evaluation_comes_after_an_epoch() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            loop.Calls++;
            return loop.Step(batch);
        }).WithEvaluation((ToyLoop loop) => { loop.Model.train(loop.Calls < 3); }).WithEndOfEpoch(_ => { }, stepsPerEpoch: 3)).Verdict);

    [Theory]
    [InlineData(false, Verdict.Failed)]
    [InlineData(true, Verdict.Passed)]
    public void The_end_of_an_epoch_is_told_after_a_right_evaluation_unless_steps_train(bool trains, Verdict expected) => Assert.Equal(
        expected,
        LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                loop.Model.train(trains || loop.Model.training);
                return loop.Step(batch);
            }).WithEvaluation(loop => loop.Evaluate()).WithEndOfEpoch(loop => loop.Model.eval(), stepsPerEpoch: 3),
            what: trains ? "steps train" : "nothing trains").Verdict);

    [Fact]
    public void A_model_that_an_evaluation_puts_in_place_of_another_is_looked_at() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        ToyLoop.Right.WithEvaluation((ToyLoop loop) =>
        {
            loop.Model = Sequential(Linear(4, 6), Tanh(), Linear(6, 3));
            loop.Model.eval();
        })).Verdict);
}
