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
                return (First: first, Last: last, FirstOptimizer: optim.SGD(first.parameters(), 0.0), LastOptimizer: optim.SGD(last.parameters(), 0.1));
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
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, TrainingSubject.For(() => new ToyLoop()).WithStep(_ => { }).FreezesOnPurpose("*", "done")).Verdict);
}
