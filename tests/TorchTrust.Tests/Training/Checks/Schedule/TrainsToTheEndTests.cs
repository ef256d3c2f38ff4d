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
        CheckResult result = LoopTest.Run(Id, Falling(steps: 5).WithEndOfEpoch(_ => { }, stepsPerEpoch: 4)
            .TrainsFor(5, TrainingUnit.Epoch));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("steps 5 to 19 of 20 move no parameter: 15 in a row, where 1 are enough elsewhere",
            Assert.Single(result.Findings).What);
    }

    [Fact]
    public void Without_a_length_and_where_it_is_long_it_is_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right, what: "no length").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.TrainsFor(5, TrainingUnit.Epoch), what: "no epoch").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.TrainsFor(5_000, TrainingUnit.Step), what: "long").Verdict);
    }

    [Fact]
    public void A_rest_as_long_as_those_between_updates_passes()
    {
        CheckResult one = LoopTest.Run(Id, ToyLoop.AtRates(call => call == 8 ? 0 : 0.1).TrainsFor(12, TrainingUnit.Step), what: "one");
        CheckResult gathered = LoopTest.Run(Id, ToyLoop.Gathering(3).TrainsFor(12, TrainingUnit.Step), what: "gathered");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (one.Verdict, gathered.Verdict));
    }

    [Fact]
    public void Of_rests_of_one_length_the_first_is_told() => Assert.StartsWith(
        "steps 8 to 10 of 20 move no parameter",
        Assert.Single(LoopTest.Run(Id, ToyLoop.AtRates(call => call is (>= 8 and <= 10) or (>= 14 and <= 16) ? 0 : 0.1)
            .TrainsFor(20, TrainingUnit.Step)).Findings).What,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(300, Verdict.Passed)]
    [InlineData(301, Verdict.Skipped)]
    public void Trainings_of_more_steps_are_not_replayed(int steps, Verdict expected) =>
        Assert.Equal(expected, LoopTest.Run(Id, ToyLoop.Right.TrainsFor(steps, TrainingUnit.Step), what: $"{steps}").Verdict);

    [Fact]
    public void Statistics_that_go_on_are_no_training()
    {
        TrainingSubject<ToyLoop, ToyBatch> With(Func<int, double> rate) => ToyLoop.Of(
            () => new ToyLoop(TorchSharp.torch.nn.Sequential(TorchSharp.torch.nn.BatchNorm1d(4), TorchSharp.torch.nn.Linear(4, 3)),
                model => TorchSharp.torch.optim.SGD(model.parameters(), 0.1)),
            (loop, batch) =>
            {
                loop.Optimizer.ParamGroups.First().LearningRate = rate(loop.Calls++);
                return loop.Step(batch);
            }).TrainsFor(12, TrainingUnit.Step);

        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, With(_ => 0.1), what: "trains").Verdict);
        Assert.Equal(Verdict.Failed, LoopTest.Run(Id, With(call => call < 8 ? 0.1 : 0), what: "rests").Verdict);
    }

    private static TrainingSubject<ToyLoop, ToyBatch> Falling(int steps) => ToyLoop.Of(
        () => new ToyLoop(optimizer: model => TorchSharp.torch.optim.SGD(model.parameters(), 0.1)),
        (loop, batch) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = 0.1 * Math.Max(0, 1 - (loop.Calls++ / (double)steps));
            return loop.Step(batch);
        });
}
