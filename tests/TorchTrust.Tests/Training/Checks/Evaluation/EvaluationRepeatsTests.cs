using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Evaluation;

public sealed class EvaluationRepeatsTests
{
    private const string Id = "loop-evaluation-repeats";

    [Fact]
    public void An_evaluation_that_begins_anew_passes_and_sums_that_run_on_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate()));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void Sums_that_are_not_cleared_are_an_error_that_tells_both_numbers()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop => loop.Sum += loop.Evaluate()));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("a second evaluation of the same weights with the same noise gives", Assert.Single(result.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void Dropout_in_the_evaluation_is_a_question_and_passes_when_declared()
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3)))).WithEvaluation(loop =>
        {
            using IDisposable _ = no_grad();
            return loop.Loss(ToyBatch.HeldOut).item<float>();
        });

        Assert.Equal(Severity.Question, LoopTest.Run(Id, subject).Severity);
        Assert.Equal(Verdict.Passed, LoopTest.Run(Id, subject.EvaluatesAtRandomOnPurpose("dropout at test time"), what: "declared").Verdict);
    }

    [Fact]
    public void An_evaluation_without_a_number_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((ToyLoop loop) => { loop.Evaluate(); })).Verdict);
}
