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
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((loop, batches) => batches.Average(batch => loop.Evaluate([batch]))));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Contains("joined into one batch", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_the_last_batch_alone_is_an_error() => Assert.Equal(
        Verdict.Failed, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate([batches[^1]]))).Verdict);

    [Fact]
    public void An_evaluation_without_batches_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate())).Verdict);
}
