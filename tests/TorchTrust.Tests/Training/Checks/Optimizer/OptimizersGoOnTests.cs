using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Optimizer;

public sealed class OptimizersGoOnTests
{
    private const string Id = "loop-optimizers-go-on";

    [Fact]
    public void One_optimizer_for_all_epochs_passes_and_one_that_stops_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEndOfEpoch(loop => loop.Calls++, stepsPerEpoch: 2));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void An_optimizer_that_is_made_anew_at_the_end_of_an_epoch_is_a_question_with_its_fact()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(Renew, stepsPerEpoch: 2));

        Assert.Equal((Verdict.Failed, Severity.Question), (result.Verdict, result.Severity));
        Assert.Equal(
            "Optimizer is made anew in an evaluation or at the end of an epoch: its state and its rate begin again",
            Assert.Single(result.Findings).What);
        Assert.Equal(Verdict.Skipped,
            LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(Renew, stepsPerEpoch: 2)
            .RenewsOptimizersOnPurpose("new data"), what: "declared").Verdict);
    }

    [Fact]
    public void An_evaluation_that_ends_the_updates_is_a_question() => Assert.StartsWith(
        "Optimizer makes updates in the first steps, and none in ",
        Assert.Single(LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Calls == 0 ? loop.Step(batch) : loop.Loss(batch).item<float>())
            .WithEvaluation(loop =>
        {
            loop.Calls++;
        })).Findings).What,
        StringComparison.Ordinal);

    [Fact]
    public void Without_an_evaluation_and_the_end_of_an_epoch_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void Where_no_update_is_heard_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Idle.WithEvaluation(loop => loop.Evaluate())).Verdict);

    [Fact]
    public void Updates_that_are_rarer_than_epochs_are_waited_for() => Assert.Equal(
        Verdict.Passed, LoopTest.Run(Id, ToyLoop.Gathering(4).WithEndOfEpoch(_ => { }, stepsPerEpoch: 1)).Verdict);

    [Fact]
    public void Optimizers_of_a_long_epoch_are_heard_in_their_window() => Assert.Equal(
        Verdict.Passed, LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(_ => { }, stepsPerEpoch: 17)).Verdict);

    [Fact]
    public void An_optimizer_that_trains_late_in_an_epoch_is_heard() => Assert.Equal(
        Verdict.Failed,
        LoopTest.Run(
            Id,
            ToyLoop.Of(ToyLoop.Plain, (loop, batch) => loop.Calls++ is 0 or 1 or 2 ? loop.Step(batch) : loop.Loss(batch).item<float>())
                .WithEndOfEpoch(_ => { }, stepsPerEpoch: 3)).Verdict);

    private static void Renew(ToyLoop loop) => loop.Optimizer = optim.SGD(loop.Model.parameters(), learningRate: 0.1, momentum: 0.9);
}
