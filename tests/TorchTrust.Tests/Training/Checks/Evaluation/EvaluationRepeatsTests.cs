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
        Assert.StartsWith("a second evaluation of the same weights with the same noise gives", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Dropout_in_the_evaluation_is_a_question_and_passes_when_declared()
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), Dropout(0.5), Linear(6, 3))))
            .WithEvaluation(loop =>
        {
            using IDisposable _ = no_grad();
            return loop.Loss(ToyBatch.HeldOut).item<float>();
        });

        Assert.Equal(Severity.Question, LoopTest.Run(Id, subject).Severity);
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, subject.EvaluatesAtRandomOnPurpose("dropout at test time"), what: "declared").Verdict);
    }

    [Fact]
    public void An_evaluation_without_a_number_is_skipped() =>
        Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((ToyLoop loop) => { loop.Evaluate(); })).Verdict);

    [Fact]
    public void A_number_that_hangs_on_how_long_was_trained_or_on_the_evaluation_before_is_an_error()
    {
        CheckResult trained = LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                loop.Calls++;
                return loop.Step(batch);
            }).WithEvaluation(loop => loop.Calls),
            what: "trained");
        CheckResult before = LoopTest.Run(
            Id,
            ToyLoop.Right.WithEvaluation(loop =>
            {
                (double now, double last) = (loop.Evaluate(), loop.Sum);
                loop.Sum = now;
                return loop.Calls++ == 0 ? now : last;
            }),
            what: "before");

        Assert.Equal((Verdict.Failed, Severity.Error), (trained.Verdict, trained.Severity));
        Assert.Equal(Verdict.Failed, before.Verdict);
    }

    [Fact]
    public void An_evaluation_that_trains_repeats_at_the_same_weights() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id, ToyLoop.Of(ToyLoop.Plain).WithEvaluation(loop => loop.Step(ToyBatch.HeldOut))).Verdict);

    [Fact]
    public void Of_two_evaluations_that_count_the_first_is_told() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id, ToyLoop.Right.WithEvaluation(loop => ++loop.Calls).WithEvaluation((loop, _) => 10 * loop.Calls)).Verdict);

    [Fact]
    public void Of_two_evaluations_the_second_is_compared_too() => Assert.Equal(Verdict.Failed, LoopTest.Run(
        Id, ToyLoop.Right.WithEvaluation(_ => 1).WithEvaluation((loop, _) => ++loop.Calls)).Verdict);
}
