using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class OptimizerHoldsTheModelTests
{
    private const string Id = "loop-optimizer-holds-the-model";

    [Fact]
    public void A_plain_loop_passes_and_a_lost_or_doubled_parameter_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
        Assert.Equal(3, result.Power.Mutants.Select(mutant => mutant.Mutant).Distinct().Count());
    }

    [Fact]
    public void A_model_that_was_replaced_after_its_optimizer_was_made_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop { Model = Sequential(Linear(4, 6), Tanh(), Linear(6, 3)) }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(
            "Optimizer holds 4 parameters that nothing else of the loop holds: it moves them, and no model computes with them",
            Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_parameter_that_is_listed_twice_is_an_error_that_names_it()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model =>
            optim.SGD([.. model.parameters(), model.parameters().First()], learningRate: 0.1))));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Equal("Model.0.weight", Assert.Single(result.Findings).Parameter);
    }

    [Fact]
    public void A_layer_that_was_left_out_is_a_question()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.Adam(model.parameters().Skip(2).ToList()))));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("Model.0.weight, Model.0.bias require a gradient, and no optimizer holds them", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_optimizers_over_one_trunk_are_a_question_and_pass_when_declared()
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 0.1))).WithStep((loop, batch) =>
            loop.Step(batch));
        TrainingSubject<Tuple<ToyLoop, optim.Optimizer>, ToyBatch> two = TrainingSubject.For(() =>
            {
                var loop = new ToyLoop();
                return Tuple.Create(loop, (optim.Optimizer)optim.SGD(loop.Model.parameters(), 0.01));
            })
            .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loops, batch) => loops.Item1.Step(batch));

        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, subject, what: "one").Verdict);
        Assert.Equal(Severity.Question, LoopTest.Run(Id, two, what: "two").Severity);
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, two.SharesParametersOnPurpose("*", "two tasks"), what: "declared").Verdict);
    }

    [Fact]
    public void A_frozen_layer_that_no_optimizer_holds_passes()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model =>
        {
            model.parameters().Take(2).ToList().ForEach(parameter => parameter.requires_grad = false);
            return optim.Adam(model.parameters().Where(parameter => parameter.requires_grad).ToList());
        })));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void Without_an_optimizer_in_a_field_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => Tuple.Create(Linear(4, 3)))
        .WithStep(_ => { })).Verdict);
}
