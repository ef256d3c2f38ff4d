using static TorchSharp.torch.nn;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class GradientsAreClearedTests
{
    private const string Id = "loop-gradients-are-cleared";

    [Fact]
    public void A_plain_loop_passes_and_a_lost_zero_grad_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_step_that_clears_nothing_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Update(loop.Loss(batch))));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("gradients that are left after step 0, which made an update, have a part in later ones", result.Findings[0].What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Clearing_after_the_update_and_gathering_over_four_steps_pass()
    {
        CheckResult after = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Update(loop.Loss(batch));
            loop.Model.zero_grad();
            return loss;
        }), what: "after");
        CheckResult gathered = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
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

        Assert.Equal((Verdict.Passed, Verdict.Passed), (after.Verdict, gathered.Verdict));
    }

    [Fact]
    public void A_loop_that_cannot_be_replayed_is_undecided_with_the_cause()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Update(loop.Loss(batch) * Random.Shared.NextDouble())));

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("Random.Shared", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_updated_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Idle).Verdict);

    [Fact]
    public void Gradients_that_updates_by_hand_leave_are_an_error() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        TrainingSubject.For(() => Tuple.Create(Linear(4, 3))).WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loop, batch) =>
        {
            Tensor loss = functional.cross_entropy(loop.Item1.call(batch.Input), batch.Label);
            loss.backward();
            using IDisposable _ = no_grad();
            loop.Item1.parameters().ToList().ForEach(parameter => parameter.sub_(parameter.grad! * 0.1));
            return loss.item<float>();
        })).Verdict);

    [Fact]
    public void The_first_update_counts_even_if_its_rate_is_zero() =>
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, ToyLoop.Of(ToyLoop.Plain, (loop, batch) =>
    {
        loop.Optimizer.ParamGroups.First().LearningRate = loop.Calls++ == 0 ? 0 : 0.1;
        return loop.Update(loop.Loss(batch));
    })).Verdict);

    [Fact]
    public void Beside_a_disposed_model_a_right_loop_passes() =>
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, ToyLoop.BesideDisposed).Verdict);

    [Fact]
    public void More_parameters_than_a_message_names_are_counted() => Assert.Contains(
        "and 3 more move otherwise",
        LoopTest.Run(Id, ToyLoop.Of(ToyLoop.Deep, (loop, batch) => loop.Update(loop.Loss(batch)))).Findings[0].What,
        StringComparison.Ordinal);
}
