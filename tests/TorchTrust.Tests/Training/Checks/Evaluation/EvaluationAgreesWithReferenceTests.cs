using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Evaluation;

public sealed class EvaluationAgreesWithReferenceTests
{
    private const string Id = "loop-evaluation-agrees-with-reference";

    [Fact]
    public void An_evaluation_that_agrees_passes_and_one_that_is_off_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate(batches), Reference));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void An_evaluation_that_leaves_the_last_batch_out_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id,
            ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate([.. batches.SkipLast(1)]), Reference));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(["evaluation", "reference"], Assert.Single(result.Findings).Numbers.Keys.Order());
    }

    [Fact]
    public void Without_a_reference_it_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate())).Verdict);

    [Theory]
    [InlineData(1, 1, Verdict.Passed)]
    [InlineData(1.000001, 1, Verdict.Passed)]
    [InlineData(1.0001, 1, Verdict.Inconclusive)]
    [InlineData(1.01, 1, Verdict.Failed)]
    [InlineData(0, 0, Verdict.Passed)]
    [InlineData(1e-20, 0, Verdict.Passed)]
    [InlineData(double.NaN, 1, Verdict.Failed)]
    [InlineData(double.NaN, double.NaN, Verdict.Passed)]
    public void A_difference_is_judged_by_its_share(double given, double expected, Verdict verdict) => Assert.Equal(
        verdict, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((ToyLoop _) => given, _ => expected),
            what: $"{given} of {expected}").Verdict);

    [Fact]
    public void Of_two_evaluations_the_one_that_differs_more_is_told() => Assert.Equal(Verdict.Inconclusive, LoopTest.Run(
        Id, ToyLoop.Right.WithEvaluation((ToyLoop _) => 1, _ => 1).WithEvaluation((_, _) => 1.0001, (_, _) => 1)).Verdict);

    [Fact]
    public void An_evaluation_that_trains_is_compared_at_the_weights_that_it_was_given()
    {
        CheckResult closed = LoopTest.Run(Id,
            ToyLoop.Right.WithEvaluation(loop => loop.Step(ToyBatch.HeldOut), loop => loop.Loss(ToyBatch.HeldOut).item<float>()),
            what: "closed");
        CheckResult batches = LoopTest.Run(
            Id, ToyLoop.Right.WithEvaluation((loop, _) => loop.Step(ToyBatch.HeldOut), (loop, _) =>
                loop.Loss(ToyBatch.HeldOut).item<float>()), what: "batches");

        Assert.Equal((Verdict.Passed, Verdict.Passed), (closed.Verdict, batches.Verdict));
    }

    [Fact]
    public void An_evaluation_is_asked_after_steps() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id,
        ToyLoop.With((loop, batch) =>
        {
            loop.Calls++;
            return loop.Step(batch);
        }).WithEvaluation(loop => loop.Calls > 0 ? 2 : 1, _ => 1)).Verdict);

    private static double Reference(ToyLoop loop, IReadOnlyList<ToyBatch> batches)
    {
        using IDisposable _ = no_grad();
        return functional.cross_entropy(
            loop.Model.call(cat([.. batches.Select(batch => batch.Input)])), cat([.. batches.Select(batch => batch.Label)])).item<float>();
    }
}
