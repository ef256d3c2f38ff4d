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
            "Optimizer is made anew in an evaluation or at the end of an epoch: its state and its rate begin again", Assert.Single(result.Findings).What);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEndOfEpoch(Renew, stepsPerEpoch: 2).RenewsOptimizersOnPurpose("new data"), what: "declared").Verdict);
    }

    [Fact]
    public void An_evaluation_that_ends_the_updates_is_a_question() => Assert.StartsWith(
        "Optimizer makes updates in the first steps, and none in ",
        Assert.Single(LoopTest.Run(Id, ToyLoop.With((loop, batch) => loop.Calls == 0 ? loop.Step(batch) : loop.Loss(batch).item<float>()).WithEvaluation(loop =>
        {
            loop.Calls++;
        })).Findings).What,
        StringComparison.Ordinal);

    [Fact]
    public void Without_an_evaluation_and_the_end_of_an_epoch_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    private static void Renew(ToyLoop loop) => loop.Optimizer = optim.SGD(loop.Model.parameters(), learningRate: 0.1, momentum: 0.9);
}
