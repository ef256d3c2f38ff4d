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
        CheckResult result = LoopTest.Run(Id,
            ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.Adam(model.parameters().Skip(2).ToList()))));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("Model.0.weight, Model.0.bias require a gradient, and no optimizer holds them", result.Findings[0].What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Two_optimizers_over_one_trunk_are_a_question_and_pass_when_declared()
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters(), 0.1)))
            .WithStep((loop, batch) =>
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
    public void Without_an_optimizer_in_a_field_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => Tuple.Create(Linear(4, 3)))
        .WithStep(_ => { })).Verdict);

    [Fact]
    public void A_model_that_was_disposed_and_parameters_that_came_later_are_errors()
    {
        CheckResult disposed = LoopTest.Run(
            Id,
            TrainingSubject.For(() =>
            {
                TorchSharp.Modules.Linear gone = Linear(2, 2);
                var all = (Loop: new ToyLoop(), Optimizer: (optim.Optimizer)optim.SGD(gone.parameters().ToList(), 0.1));
                gone.Dispose();
                return all;
            }).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((all, batch) => all.Loop.Step(batch)),
            what: "disposed");
        CheckResult later = LoopTest.Run(
            Id,
            TrainingSubject.For(() =>
            {
                var held = new List<TorchSharp.Modules.Parameter>(Linear(2, 2).parameters());
                TorchSharp.Modules.Linear head = Linear(2, 2);
                optim.Optimizer optimizer = optim.Adam(held.Where(_ => true));
                held.Clear();
                held.AddRange(head.parameters());
                return (Loop: new ToyLoop(), Head: head, Optimizer: optimizer);
            }).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((all, batch) => all.Loop.Step(batch)),
            what: "later");

        Assert.Equal((Verdict.Failed, Verdict.Failed), (disposed.Verdict, later.Verdict));
    }

    [Fact]
    public void An_optimizer_without_a_model_in_a_field_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id, TrainingSubject.For(() => Tuple.Create((optim.Optimizer)optim.SGD(Linear(2, 2).parameters(), 0.1)))
            .WithStep(_ => { })).Verdict);

    [Fact]
    public void One_parameter_that_no_optimizer_holds_is_a_question_whose_line_answers_it()
    {
        TrainingSubject<ToyLoop, ToyBatch> subject =
            ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.SGD(model.parameters().Skip(1).ToList(), 0.1)));
        CheckResult result = LoopTest.Run(Id, subject);

        Assert.Equal(".LeavesUnusedOnPurpose(\"Model.0.weight\", \"why it is right\")", result.Declaration);
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, subject.LeavesUnusedOnPurpose("Model.0.weight", "why it is right"), what: "answered").Verdict);
    }

    [Fact]
    public void What_is_moved_by_hand_or_held_by_a_native_optimizer_passes()
    {
        CheckResult hand = LoopTest.Run(
            Id,
            ToyLoop.Of(
                () => new ToyLoop(optimizer: model => optim.SGD(model.parameters().Skip(1).ToList(), 0.1)),
                (loop, batch) =>
                {
                    double loss = loop.Step(batch);
                    using IDisposable _ = no_grad();
                    loop.Model.parameters().First().mul_(0.9);
                    return loss;
                }),
            what: "by hand");
        CheckResult native = LoopTest.Run(
            Id,
            TrainingSubject.For(() => Tuple.Create(new ToyLoop(), Linear(2, 2)) is var (loop, head)
                ? (loop, head, Native: optim.LBFGS(head.parameters())) : default)
                .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((all, batch) => all.loop.Step(batch)),
            what: "native");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (hand.Verdict, native.Verdict));
    }

    [Fact]
    public void A_declaration_of_other_parameters_answers_nothing() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        TrainingSubject.For(() =>
            {
                var loop = new ToyLoop();
                return Tuple.Create(loop, (optim.Optimizer)optim.SGD(loop.Model.parameters(), 0.01));
            })
            .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loops, batch) => loops.Item1.Step(batch))
            .SharesParametersOnPurpose("Teacher.*", "there is none")).Verdict);

    [Fact]
    public void What_is_held_and_rests_is_not_free() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Of(() =>
        {
            TorchSharp.Modules.Linear head = Linear(2, 2);
            return new ToyLoop(optimizer: model => optim.SGD([.. model.parameters(), .. head.parameters()], 0.1)) { Other = head };
        })).Verdict);
}
