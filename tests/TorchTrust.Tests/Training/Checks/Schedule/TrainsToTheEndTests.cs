namespace TorchTrust.Tests.Training.Checks.Schedule;

public sealed class TrainsToTheEndTests
{
    private const string Id = "loop-trains-to-the-end";

    [Fact]
    public void A_rate_that_comes_to_zero_at_the_end_passes_and_one_that_does_halfway_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, Falling(steps: 12).TrainsFor(12, TrainingUnit.Step));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_schedule_in_the_wrong_unit_is_an_error_that_names_the_steps()
    {
        CheckResult result = LoopTest.Run(Id, Falling(steps: 5).WithEndOfEpoch(_ => { }, stepsPerEpoch: 4).TrainsFor(5, TrainingUnit.Epoch));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("steps 5 to 19 of 20 move no parameter: 15 in a row, where 1 are enough elsewhere", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void Without_a_length_and_where_it_is_long_it_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right, what: "no length").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.TrainsFor(5, TrainingUnit.Epoch), what: "no epoch").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.TrainsFor(5_000, TrainingUnit.Step), what: "long").Verdict);
    }

    private static TrainingSubject<ToyLoop, ToyBatch> Falling(int steps) => ToyLoop.Of(
        () => new ToyLoop(optimizer: model => TorchSharp.torch.optim.SGD(model.parameters(), 0.1)),
        (loop, batch) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = 0.1 * Math.Max(0, 1 - (loop.Calls++ / (double)steps));
            return loop.Step(batch);
        });
}
