using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Behaviour;

public sealed class TrainsInTrainingModeTests
{
    private const string Id = "loop-trains-in-training-mode";

    [Fact]
    public void A_model_in_training_mode_passes_and_one_in_evaluation_mode_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3)))));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_model_that_nobody_sets_to_training_mode_is_a_question_and_is_left_out_when_declared()
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = ToyLoop.Of(() =>
        {
            var loop = new ToyLoop(Sequential(Linear(4, 6), BatchNorm1d(6), Linear(6, 3)));
            loop.Model.eval();
            return loop;
        });
        CheckResult result = LoopTest.Run(Id, subject);

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal("Model.1 runs in evaluation mode in each step", Assert.Single(result.Findings).What);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, subject.RunsInEvalOnPurpose("Model.1", "pretrained"), what: "declared").Verdict);
    }

    [Fact]
    public void A_frozen_normalization_in_evaluation_mode_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Of(() =>
    {
        BatchNorm1d norm = BatchNorm1d(4);
        norm.eval();
        norm.parameters().ToList().ForEach(parameter => parameter.requires_grad = false);
        return new ToyLoop(Sequential(norm, Linear(4, 3)), model => optim.SGD(model.parameters().Skip(2).ToList(), 0.1));
    })).Verdict);

    [Fact]
    public void Without_dropout_and_normalization_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void Modules_that_evaluate_in_some_steps_only_and_dropout_of_nothing_are_right()
    {
        CheckResult some = LoopTest.Run(
            Id,
            ToyLoop.Of(
                () => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3))),
                (loop, batch) =>
                {
                    loop.Model.train(loop.Calls++ % 2 == 0);
                    return loop.Step(batch);
                }).MovesAllWithin(2),
            what: "some steps");
        CheckResult none = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0), Linear(6, 3)))),
            what: "dropout of nothing");

        Assert.Equal((Verdict.Passed, Verdict.Skipped), (some.Verdict, none.Verdict));
    }

    [Fact]
    public void Dropout_behind_a_layer_that_is_trained_is_told_with_all_that_evaluate() => Assert.Equal(2, LoopTest.Run(Id, ToyLoop.Of(() =>
    {
        var loop = new ToyLoop(Sequential(BatchNorm1d(4), Linear(4, 6), Dropout(0.5), Linear(6, 3)));
        loop.Model.eval();
        return loop;
    })).Declaration!.Split('\n').Length);

    [Fact]
    public void Dropout_of_a_loop_without_parameters_around_it_is_no_frozen_one() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        TrainingSubject.For(() =>
        {
            (Linear Model, Dropout Dropout) loop = (Linear(4, 3), Dropout(0.5));
            loop.Dropout.eval();
            return loop;
        }).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loop, batch) => loop.Dropout.call(loop.Model.call(batch.Input)).sum())).Verdict);

    [Fact]
    public void A_declaration_of_another_module_answers_nothing() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        ToyLoop.Of(() =>
        {
            var loop = new ToyLoop(Sequential(Linear(4, 6), BatchNorm1d(6), Linear(6, 3)));
            loop.Model.eval();
            return loop;
        }).RunsInEvalOnPurpose("Model.7", "pretrained")).Verdict);

    [Fact]
    public void A_users_own_class_that_is_named_like_a_normalization_is_not_judged() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id,
        ToyLoop.Of(() =>
        {
            var loop = new ToyLoop(Sequential(Linear(4, 6), new BatchNormOfNothing(), Linear(6, 3)));
            loop.Model.eval();
            return loop;
        })).Verdict);

    [Fact]
    public void Dropout_beside_a_disposed_layer_is_judged() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        TrainingSubject.For(() =>
        {
            (Linear Model, List<object> Others) loop = (Linear(4, 3), [Dropout(0.5), Linear(2, 2).weight!]);
            ((Dropout)loop.Others[0]).eval();
            ((Tensor)loop.Others[1]).Dispose();
            return loop;
        }).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) => ((Dropout)loop.Others[0]).call(loop.Model.call(batch.Input)).sum())).Verdict);

    private sealed class BatchNormOfNothing() : Module<Tensor, Tensor>(nameof(BatchNormOfNothing))
    {
        public override Tensor forward(Tensor input) => input.alias();
    }
}
