using static TorchSharp.torch.nn;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class OnlyUpdatesMoveTests
{
    private const string Id = "loop-only-updates-move";

    [Fact]
    public void A_loop_that_only_updates_passes_and_anything_else_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Weights_that_are_clamped_are_a_question_that_names_them()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Step(batch);
            using IDisposable _ = no_grad();
            foreach (TorchSharp.Modules.Parameter parameter in loop.Model.parameters().Take(1))
            {
                parameter.mul_(0.9);
            }

            return loss;
        }));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("Model.0.weight", finding.Parameter);
        Assert.Equal(0.1, finding.Numbers["share of its size"], 1e-3);
    }

    [Fact]
    public void Weights_that_are_moved_away_and_back_pass() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        using (no_grad())
        {
            loop.Model.parameters().First().add_(1e-3);
        }

        loop.Loss(batch).Dispose();
        using (no_grad())
        {
            loop.Model.parameters().First().sub_(1e-3);
        }

        return loop.Step(batch);
    })).Verdict);

    [Fact]
    public void What_is_declared_averaged_may_move() => Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
    {
        double loss = loop.Step(batch);
        using IDisposable _ = no_grad();
        loop.Model.parameters().First().mul_(0.9);
        return loss;
    }).AveragesOnPurpose("Model.0.weight", "it follows")).Verdict);

    [Fact]
    public void Rates_that_a_step_sets_itself_and_Rprop_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = 0.1;
            return loop.Step(batch);
        }), what: "set").Verdict);
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop(optimizer: model => optim.Rprop(model.parameters()))), what: "Rprop").Verdict);
    }

    [Fact]
    public void Optimizers_whose_rate_cannot_be_set_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Lbfgs, what: "native").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id, TrainingSubject.For(() => Tuple.Create(Linear(4, 3))).WithBatch((_, n) => ToyBatch.Of(n))
                .WithStep((loop, batch) => loop.Item1.call(batch.Input).sum()), what: "none").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            TrainingSubject.For(() => Tuple.Create(new ToyLoop(), Linear(2, 2)) is var (loop, head)
                ? (loop, head, Rare: optim.Rprop(head.parameters())) : default)
                .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((all, batch) => all.loop.Step(batch)),
            what: "one of two").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            TrainingSubject.For(() => Tuple.Create(new ToyLoop(), Linear(2, 2)) is var (loop, head)
                ? (loop, head, Rare: optim.LBFGS(head.parameters())) : default)
                .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((all, batch) => all.loop.Step(batch)),
            what: "one native").Verdict);
    }

    [Fact]
    public void A_rate_that_a_step_sets_of_one_group_alone_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id,
        ToyLoop.Of(
            () => new ToyLoop(optimizer: model => optim.AdamW(
            [
                new TorchSharp.Modules.AdamW.ParamGroup(model.parameters().Take(2), lr: 0.1),
                new TorchSharp.Modules.AdamW.ParamGroup(model.parameters().Skip(2), lr: 0.1),
            ])),
            (loop, batch) =>
            {
                loop.Optimizer.ParamGroups.Last().LearningRate = 0.1;
                return loop.Step(batch);
            })).Verdict);

    [Fact]
    public void Weights_that_are_pulled_to_where_they_began_are_a_question() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        ToyLoop.Of(
            () =>
            {
                var loop = new ToyLoop();
                loop.Kept.AddRange(loop.Model.parameters().Select(parameter => parameter.detach().clone()));
                return loop;
            },
            (loop, batch) =>
            {
                double loss = loop.Step(batch);
                using IDisposable _ = no_grad();
                foreach ((Tensor now, Tensor began) in loop.Model.parameters().Zip(loop.Kept))
                {
                    now.lerp_(began, 0.1);
                }

                return loss;
            })).Verdict);

    [Fact]
    public void What_the_first_call_does_once_passes() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            if (loop.Calls++ == 0)
            {
                using IDisposable _ = no_grad();
                loop.Model.parameters().ToList().ForEach(parameter => parameter.mul_(0.5));
            }

            return loop.Step(batch);
        })).Verdict);

    [Fact]
    public void Beside_disposed_and_whole_numbers_a_right_loop_passes()
    {
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.BesideDisposed, what: "disposed").Verdict);
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, ToyLoop.Of(() => new ToyLoop { Other = new Counting() }), what: "whole numbers").Verdict);
    }

    [Fact]
    public void A_rate_that_a_step_sets_for_its_second_update_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id,
        ToyLoop.Of(ToyLoop.Plain, (loop, batch) =>
        {
            double rate = loop.Optimizer.ParamGroups.First().LearningRate;
            double loss = loop.Step(batch);
            loop.Optimizer.ParamGroups.First().LearningRate = 0.05;
            loop.Step(batch);
            loop.Optimizer.ParamGroups.First().LearningRate = rate;
            return loss;
        })).Verdict);

    [Fact]
    public void Weights_that_are_scaled_and_scaled_back_pass() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Step(batch);
            using IDisposable _ = no_grad();

            // By another factor each time: what one has rounded, it rounds no more.
            loop.Model.parameters().First().mul_(1.1 + (0.1 * ++loop.Calls)).div_(1.1 + (0.1 * loop.Calls));
            return loss;
        })).Verdict);

    /// <summary>A parameter of whole numbers, as quantized weights are.</summary>
    private sealed class Counting : nn.Module
    {
        private readonly TorchSharp.Modules.Parameter _codes = new(zeros(3, dtype: ScalarType.Int64), requires_grad: false);

        public Counting()
            : base(nameof(Counting)) => register_parameter("codes", _codes);
    }
}
