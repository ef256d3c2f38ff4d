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
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((loop, batches) => loop.Evaluate([.. batches.SkipLast(1)]), Reference));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal(["evaluation", "reference"], Assert.Single(result.Findings).Numbers.Keys.Order());
    }

    [Fact]
    public void Without_a_reference_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate())).Verdict);

    private static double Reference(ToyLoop loop, IReadOnlyList<ToyBatch> batches)
    {
        using IDisposable _ = no_grad();
        return functional.cross_entropy(
            loop.Model.call(cat([.. batches.Select(batch => batch.Input)])), cat([.. batches.Select(batch => batch.Label)])).item<float>();
    }
}
