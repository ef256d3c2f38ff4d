using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class EveryParameterMovesTests
{
    private const string Id = "loop-every-parameter-moves";

    [Fact]
    public void A_plain_loop_passes_and_a_rate_of_zero_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_step_that_never_updates_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.zero_grad();
            Tensor loss = loop.Loss(batch);
            loss.backward();
            return loss.item<float>();
        }));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("nothing moves in 16 steps", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_with_a_rate_of_zero_is_an_error_that_names_the_parameters()
    {
        CheckResult result = LoopTest.Run(Id, TrainingSubject.For(() =>
            {
                Linear first = Linear(4, 6);
                Linear last = Linear(6, 3);
                return (First: first, Last: last, FirstOptimizer: optim.SGD(first.parameters(), 0.0),
                    LastOptimizer: optim.SGD(last.parameters(), 0.1));
            })
            .WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loop, batch) =>
            {
                loop.FirstOptimizer.zero_grad();
                loop.LastOptimizer.zero_grad();
                functional.cross_entropy(loop.Last.call(loop.First.call(batch.Input).tanh()), batch.Label).backward();
                loop.FirstOptimizer.step();
                loop.LastOptimizer.step();
            }));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.Contains(result.Findings, finding => finding.What.EndsWith("its rate is 0 at each of 16 updates", StringComparison.Ordinal));
    }

    [Fact]
    public void A_head_that_nothing_uses_is_a_question_and_passes_when_declared()
    {
        TrainingSubject<(ToyLoop Loop, Linear Head, optim.Optimizer Optimizer), ToyBatch> subject = TrainingSubject.For(() =>
            {
                var loop = new ToyLoop();
                Linear head = Linear(4, 2);
                return (Loop: loop, Head: head, Optimizer: (optim.Optimizer)optim.SGD(head.parameters(), 0.1));
            })
            .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((all, batch) => all.Loop.Step(batch));

        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, subject).Verdict);
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, subject.LeavesUnusedOnPurpose("*Item2*", "a later task"), what: "declared").Verdict);
    }

    [Fact]
    public void Updates_of_every_fourth_step_and_a_warm_up_from_zero_pass()
    {
        CheckResult accumulated = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            Tensor loss = loop.Loss(batch);
            (loss / 4).backward();
            if (++loop.Calls % 4 == 0)
            {
                loop.Optimizer.step();
                loop.Optimizer.zero_grad();
            }

            return loss.item<float>();
        }), what: "gathered");
        CheckResult warm = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = 0.01 * loop.Calls++;
            return loop.Step(batch);
        }), what: "warm up");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (accumulated.Verdict, warm.Verdict));
    }

    [Fact]
    public void Where_nothing_is_to_be_trained_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, TrainingSubject.For(() => new ToyLoop()).WithStep(_ => { }).FreezesOnPurpose("*", "done")).Verdict);

    /// <summary>What an optimizer of a head of its own is told, whose head the loss reaches or not.</summary>
    [Theory]
    [InlineData("no gradient", Verdict.Failed)]
    [InlineData("gradients of zero", Verdict.Failed)]
    [InlineData("first none, then zero", Verdict.Failed)]
    [InlineData("first no rate", Verdict.Failed)]
    [InlineData("frozen", Verdict.Passed)]
    [InlineData("trains", Verdict.Passed)]
    public void An_optimizer_that_moves_nothing_is_told_with_its_cause(string how, Verdict expected) => Assert.Equal(
        expected,
        LoopTest.Run(
            Id,
            TrainingSubject.For(() =>
            {
                var loop = new ToyLoop();
                Linear head = Linear(4, 2);
                head.parameters().ToList().ForEach(parameter => parameter.requires_grad = how != "frozen");
                return (Loop: loop, Head: head, Optimizer: (optim.Optimizer)optim.SGD(head.parameters(), 0.1));
            }).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((all, batch) =>
            {
                int call = all.Loop.Calls++;
                if (how is "gradients of zero" or "trains" or "first no rate" || (how == "first none, then zero" && call > 0))
                {
                    (all.Head.call(batch.Input).square().mean() * (how == "trains" ? 1 : 0)).backward();
                }

                all.Optimizer.ParamGroups.First().LearningRate = how == "first no rate" && call == 0 ? 0 : 0.1;
                all.Optimizer.step();
                all.Optimizer.zero_grad();
                return all.Loop.Step(batch);
            }),
            what: how).Verdict);

    [Fact]
    public void A_head_of_the_same_optimizer_that_no_gradient_reaches_is_a_question_with_a_line_each()
    {
        TrainingSubject<ToyLoop, ToyBatch> held =
            ToyLoop.Of(() => WithHead((model, head) => optim.SGD([.. model.parameters(), .. head.parameters()], 0.1)));
        CheckResult result = LoopTest.Run(Id, held);

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal(2, result.Declaration!.Split('\n').Length);
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, held.LeavesUnusedOnPurpose("Other.*", "a later task"), what: "declared").Verdict);
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, ToyLoop.Of(() => WithHead((model, _) => optim.SGD(model.parameters(), 0.1))), what: "held by none").Verdict);
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, ByHand, what: "by hand").Verdict);
    }

    [Fact]
    public void A_gradient_of_zero_and_an_update_that_is_lost_in_rounding_pass()
    {
        CheckResult zero = LoopTest.Run(
            Id,
            ToyLoop.Of(
                () => WithHead((model, head) => optim.SGD([.. model.parameters(), .. head.parameters()], 0.1)),
                (loop, batch) => Update(loop, loop.Loss(batch) + (((Linear)loop.Other!).call(batch.Input).sum() * 0))),
            what: "zero");
        CheckResult small = LoopTest.Run(
            Id,
            ToyLoop.Of(
                () => WithHead((model, head) => optim.SGD([.. model.parameters(), .. head.parameters()], 0.1)),
                (loop, batch) => Update(loop, loop.Loss(batch) + (((Linear)loop.Other!).call(batch.Input).mean() * 1e-10))),
            what: "small");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (zero.Verdict, small.Verdict));
    }

    [Fact]
    public void A_parameter_that_is_put_back_after_each_update_is_an_error() =>
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        Tensor first = loop.Model.parameters().First();
        Tensor before = first.detach().clone();
        double loss = loop.Step(batch);
        using IDisposable _ = no_grad();
        first.copy_(before);
        return loss;
    })).Verdict);

    [Fact]
    public void A_group_at_a_rate_of_zero_beside_another_rests_on_purpose() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Of(() =>
        {
            var loop = new ToyLoop(optimizer: model => InGroups(model.parameters(), 1, 1));
            using IDisposable _ = no_grad();
            loop.Model.parameters().First().fill_(0);
            return loop;
        })).Verdict);

    [Fact]
    public void An_optimizer_of_which_one_group_has_a_rate_and_none_a_gradient_is_told_so() => Assert.Contains(
        "none of its parameters has a gradient",
        Assert.Single(LoopTest.Run(
            Id,
            TrainingSubject.For(() => Tuple.Create(new ToyLoop(), Linear(4, 2)) is var (loop, head)
                ? (loop, head, Idle: InGroups(head.parameters(), 1, 1)) : default)
                .WithBatch((_, n) => ToyBatch.Of(n))
                .WithStep((all, batch) =>
                {
                    all.Idle.step();
                    return all.loop.Step(batch);
                })).Findings).What,
        StringComparison.Ordinal);

    /// <summary>The first so many parameters at a rate of zero, the rest at another.</summary>
    private static optim.Optimizer InGroups(IEnumerable<TorchSharp.Modules.Parameter> parameters, int resting, int skipped) => optim.AdamW(
    [
        new AdamW.ParamGroup(parameters.Take(resting), lr: 0),
        new AdamW.ParamGroup(parameters.Skip(skipped), lr: 0.1),
    ]);

    /// <summary>Updates that no optimizer makes, of a model beside a head that nothing uses.</summary>
    private static TrainingSubject<(Linear Model, Linear Head), ToyBatch> ByHand =>
        TrainingSubject.For(() => (Model: Linear(4, 3), Head: Linear(4, 3)))
        .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loop, batch) =>
        {
            Tensor loss = functional.cross_entropy(loop.Model.call(batch.Input), batch.Label);
            loss.backward();
            using IDisposable _ = no_grad();
            foreach (TorchSharp.Modules.Parameter parameter in loop.Model.parameters())
            {
                parameter.sub_(parameter.grad! * 0.1);
                parameter.grad!.zero_();
            }

            return loss.item<float>();
        });

    private static ToyLoop WithHead(Func<Module<Tensor, Tensor>, Linear, optim.Optimizer> optimizer)
    {
        Linear head = Linear(4, 2);
        return new ToyLoop(optimizer: model => optimizer(model, head)) { Other = head };
    }

    private static double Update(ToyLoop loop, Tensor loss)
    {
        loop.Optimizer.zero_grad();
        return loop.Update(loss);
    }
}
