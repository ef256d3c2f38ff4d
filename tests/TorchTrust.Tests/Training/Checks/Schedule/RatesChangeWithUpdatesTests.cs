using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Schedule;

public sealed class RatesChangeWithUpdatesTests
{
    private const string Id = "loop-rates-change-with-updates";

    [Fact]
    public void A_schedule_that_waits_for_updates_passes_and_one_that_does_not_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, Gathering(decaysAlways: false));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_schedule_that_runs_ahead_of_the_updates_is_a_question()
    {
        CheckResult result = LoopTest.Run(Id, Gathering(decaysAlways: true));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Contains("which makes no update of it", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_each_step_makes_an_update_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void A_rate_that_the_end_of_an_epoch_changes_and_one_of_an_optimizer_that_never_updates_pass()
    {
        CheckResult epoch = LoopTest.Run(
            Id, Gathering(decaysAlways: false)
                .WithEndOfEpoch(loop => loop.Optimizer.ParamGroups.First().LearningRate *= 0.5, stepsPerEpoch: 3), what: "epoch");
        CheckResult never = LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                loop.Optimizer.ParamGroups.First().LearningRate *= 0.9;
                return loop.Loss(batch).item<float>();
            }),
            what: "never");

        Assert.Equal((Verdict.Passed, Verdict.Skipped), (epoch.Verdict, never.Verdict));
    }

    /// <summary>Each of two optimizers is judged by its own updates.</summary>
    [Theory]
    [InlineData(true, Verdict.Passed)]
    [InlineData(false, Verdict.Failed)]
    public void Optimizers_that_take_turns_are_judged_by_their_own_updates(bool decaysOwn, Verdict expected) => Assert.Equal(
        expected,
        LoopTest.Run(
            Id,
            TrainingSubject.For(() => Tuple.Create(ToyLoop.Plain(), ToyLoop.Plain())).WithBatch((_, n) => ToyBatch.Of(n))
                .WithStep((loops, batch) =>
            {
                bool isFirst = loops.Item1.Calls++ % 2 == 0;
                ToyLoop trained = isFirst ? loops.Item1 : loops.Item2;
                (decaysOwn == isFirst ? loops.Item1 : loops.Item2).Optimizer.ParamGroups.First().LearningRate *= 0.9;
                return trained.Step(batch);
            }),
            what: decaysOwn ? "own" : "other").Verdict);

    [Fact]
    public void An_optimizer_that_never_updates_is_not_judged_by_the_updates_of_another() => Assert.Equal(Verdict.Skipped, LoopTest.Run(
        Id,
        TrainingSubject.For(() => Tuple.Create(ToyLoop.Plain(), ToyLoop.Plain())).WithBatch((_, n) => ToyBatch.Of(n))
            .WithStep((loops, batch) =>
            {
                loops.Item2.Optimizer.ParamGroups.First().LearningRate *= 0.9;
                return loops.Item1.Step(batch);
            })).Verdict);

    [Fact]
    public void The_end_of_an_epoch_is_no_step_without_an_update() => Assert.Equal(
        Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(_ => { }, stepsPerEpoch: 3)).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Gathering(bool decaysAlways) => ToyLoop.Of(() => new ToyLoop(), (loop, batch) =>
    {
        Tensor loss = loop.Loss(batch);
        (loss / 2).backward();
        bool updates = ++loop.Calls % 2 == 0;
        if (updates)
        {
            loop.Optimizer.step();
            loop.Optimizer.zero_grad();
        }

        loop.Optimizer.ParamGroups.First().LearningRate *= updates || decaysAlways ? 0.9 : 1;
        return loss.item<float>();
    });
}
