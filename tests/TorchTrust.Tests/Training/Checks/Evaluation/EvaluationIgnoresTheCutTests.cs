using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks.Evaluation;

public sealed class EvaluationIgnoresTheCutTests
{
    private const string Id = "loop-evaluation-ignores-the-cut";

    [Fact]
    public void A_mean_over_samples_passes_and_a_weighted_batch_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate(batches)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_mean_of_the_means_of_batches_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id,
            ToyLoop.Right.WithEvaluation((loop, batches) => batches.Average(batch => loop.Evaluate([batch]))));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("joined into one batch", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_the_last_batch_alone_is_an_error() => Assert.Equal(
        Verdict.Failed, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate([batches[^1]]))).Verdict);

    [Fact]
    public void An_evaluation_without_batches_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate())).Verdict);

    [Fact]
    public void An_evaluation_that_is_random_and_batches_that_cannot_be_joined_are_skipped()
    {
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id, ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate(batches))
                .EvaluatesAtRandomOnPurpose("dropout"), what: "random").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => (ToyBatch.Of(n), Scale: ones(1)))
                .WithStep((loop, batch) => loop.Step(batch.Item1))
                .WithEvaluation((loop, batches) => batches.Count),
            what: "no common size").Verdict);
        Assert.Equal(Verdict.Skipped, LoopTest.Run(
            Id,
            TrainingSubject.For(() => new ToyLoop()).WithBatch((_, n) => ones(8, 4 + n))
                .WithStep((loop, batch) => loop.Model.call(batch.narrow(1, 0, 4)).sum())
                .WithEvaluation((loop, batches) => batches.Count),
            what: "other shapes").Verdict);
    }

    [Theory]
    [InlineData(1, 1, Verdict.Passed)]
    [InlineData(1.000001, 1, Verdict.Passed)]
    [InlineData(1.0001, 1, Verdict.Inconclusive)]
    [InlineData(1.01, 1, Verdict.Failed)]
    [InlineData(double.NaN, 1, Verdict.Failed)]
    [InlineData(double.NaN, double.NaN, Verdict.Passed)]
    [InlineData(1e-20, 0, Verdict.Passed)]
    public void A_difference_is_judged_by_its_share(double joined, double apart, Verdict verdict) => Assert.Equal(
        verdict, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((_, batches) => batches.Count == 1 ? joined : apart),
            what: $"{joined} of {apart}").Verdict);

    [Fact]
    public void An_evaluation_that_trains_is_compared_at_the_same_weights() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id,
        ToyLoop.Of(ToyLoop.Plain).WithEvaluation((loop, batches) =>
        {
            double number = loop.Evaluate(batches);
            loop.Step(ToyBatch.HeldOut);
            return number;
        })).Verdict);

    [Fact]
    public void An_evaluation_is_asked_after_steps() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            loop.Calls++;
            return loop.Step(batch);
        }).WithEvaluation((loop, batches) => loop.Calls > 0 ? batches.Count : 1)).Verdict);
}
