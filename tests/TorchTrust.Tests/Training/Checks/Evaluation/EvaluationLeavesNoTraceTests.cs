using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Training.Checks.Evaluation;

public sealed class EvaluationLeavesNoTraceTests
{
    private const string Id = "loop-evaluation-leaves-no-trace";

    [Fact]
    public void An_evaluation_that_only_looks_passes_and_one_that_trains_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, ToyLoop.Right.WithEvaluation(loop => loop.Evaluate()));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void An_evaluation_that_takes_a_step_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop => loop.Step(ToyBatch.HeldOut)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.StartsWith("an evaluation changes Model.0.weight", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backward_pass_whose_gradients_the_next_step_keeps_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.With((loop, batch) =>
        {
            double loss = loop.Update(loop.Loss(batch));
            loop.Optimizer.zero_grad();
            return loss;
        }).WithEvaluation(loop =>
        {
            Tensor loss = loop.Loss(ToyBatch.HeldOut);
            loss.backward();
            return loss.item<float>();
        }));

        Assert.Equal(Severity.Error, result.Severity);
        Assert.StartsWith("after an evaluation, 3 steps of the same noise give other values of", Assert.Single(result.Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_that_stay_switched_off_are_an_error_and_are_switched_on_again()
    {
        CheckResult result = LoopTest.Run(Id, ToyLoop.Right.WithEvaluation(loop =>
        {
            _ = set_grad_enabled(false);
            return loop.Loss(ToyBatch.HeldOut).item<float>();
        }));

        Assert.Contains(result.Findings, finding =>
            finding.What.StartsWith("an evaluation leaves gradients switched off", StringComparison.Ordinal));
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void Statistics_that_follow_the_evaluation_are_a_question_and_pass_when_declared()
    {
        TrainingSubject<ToyLoop, ToyBatch> subject = ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), BatchNorm1d(6), Linear(6, 3))))
            .WithEvaluation(loop =>
        {
            using IDisposable _ = no_grad();
            return loop.Loss(ToyBatch.HeldOut).item<float>();
        });

        Assert.Equal(Severity.Question, LoopTest.Run(Id, subject).Severity);
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, subject.ReestimatesInEvaluationOnPurpose("averaged weights"), what: "declared").Verdict);
    }

    [Fact]
    public void Without_an_evaluation_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void Inference_mode_the_default_dtype_and_requirements_that_stay_are_errors_and_are_put_back()
    {
        CheckResult inference =
            LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((ToyLoop loop) => { _ = inference_mode(true); }), what: "inference");
        CheckResult dtype = LoopTest.Run(Id, ToyLoop.Right.WithEvaluation((ToyLoop _) => { set_default_dtype(ScalarType.Float64); }),
            what: "dtype");
        CheckResult requirements = LoopTest.Run(
            Id, ToyLoop.Right.WithEvaluation((ToyLoop loop) => { loop.Model.parameters().First().requires_grad = false; }),
            what: "requirements");

        Assert.All([inference, dtype, requirements], result => Assert.Equal(Verdict.Failed, result.Verdict));
        Assert.False(is_inference_mode_enabled());
        Assert.Equal(ScalarType.Float32, get_default_dtype());
    }

    [Fact]
    public void Statistics_beside_another_trace_are_an_error() => Assert.Equal(Severity.Error, LoopTest.Run(
        Id,
        ToyLoop.Of(() => new ToyLoop(Sequential(Linear(4, 6), BatchNorm1d(6), Linear(6, 3)))).WithEvaluation(loop =>
        {
            _ = set_grad_enabled(false);
            return loop.Loss(ToyBatch.HeldOut).item<float>();
        }).ReestimatesInEvaluationOnPurpose("averaged weights")).Severity);

    [Fact]
    public void An_evaluation_of_batches_beside_a_disposed_model_passes() =>
        Assert.Equal(Verdict.Passed,
            LoopTest.Run(Id, ToyLoop.BesideDisposed.WithEvaluation((loop, batches) => loop.Evaluate(batches))).Verdict);

    [Fact]
    public void Where_no_parameter_is_disposed_what_requires_gradients_is_compared() => Assert.Equal(Verdict.Passed, LoopTest.Run(
        Id, ToyLoop.Of(ToyLoop.Deep).WithEvaluation(loop => loop.Evaluate())).Verdict);
}
