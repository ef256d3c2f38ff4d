using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossGradientsAgreeTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_detached_factor_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossGradientsAgree,
            LossSubject.For((Tensor prediction, Tensor target) => ((prediction - target).detach() * (prediction - target)).mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the gradient of prediction is ",
            Severity.Question);
    }

    [Theory, InlineData("CustomGradient"), InlineData("CrossEntropy"), InlineData("Quantile"), InlineData("HeatEquation"),
        InlineData("Ctc"), InlineData("ProportionalHazards"), InlineData("ComplexSpectrum")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossGradientsAgree, LossVerdict.Right(name));

    [Fact]
    public void A_backward_pass_of_ones_own_that_is_wrong_by_a_factor_is_a_fault_where_nothing_else_could_be_meant()
    {
        LossVerdict.Fails(
            CheckIds.LossGradientsAgree,
            LossSubject.For((Tensor prediction, Tensor target) => HalfSquare.apply(prediction - target).mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the gradient of prediction is ");
        LossVerdict.Fails(
            CheckIds.LossGradientsAgree,
            LossSubject.For((Tensor prediction, Tensor target) =>
                    HalfSquare.apply(prediction - target).mean() + (prediction.detach() * prediction).mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the gradient of prediction is ",
            Severity.Question,
            "A_backward_pass_beside_a_stop");
    }

    [Fact]
    public void A_reversal_is_asked_about_since_it_is_written_so_on_purpose() => LossVerdict.Fails(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor target) => (Reversal.apply(prediction) - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "the gradient of prediction is ",
        Severity.Question);

    [Fact]
    public void Rows_that_are_drawn_as_logarithms_of_probabilities_are_moved_as_such() =>
        LossVerdict.Passes(CheckIds.LossGradientsAgree, LossVerdict.Undeclared("Ctc"));

    [Fact]
    public void A_copy_through_an_array_is_asked_about_as_any_stop_is() => LossVerdict.Fails(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor target) => (Copied(prediction - target) * (prediction - target)).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "the gradient of prediction is ",
        Severity.Question);

    [Fact]
    public void An_estimator_whose_value_stays_is_asked_about() => LossVerdict.Fails(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor target) => (Rounded.apply(prediction) * target).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "the gradient of prediction is ",
        Severity.Question);

    [Fact]
    public void A_wrong_length_beside_a_reversal_is_asked_about() => LossVerdict.Fails(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor first, Tensor second) => (HalfSquare.apply(first) + Reversal.apply(second).square()).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).HasPredictions(0, 1),
        "the gradient of first is ",
        Severity.Question);

    /// <summary>One of the first batches has an event, neither the first nor the last; the second prediction never takes part.</summary>
    [Fact]
    public void A_batch_without_an_event_is_left_for_one_that_has_some() => LossVerdict.Passes(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor spare) => (0.7 - prediction.max()).relu() + spare.detach().mean())
            .WithArguments(n => (randn(n), randn(n))).HasPredictions(0, 1));

    [Fact]
    public void A_kink_within_the_steps_is_no_fault() => LossVerdict.CannotTell(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).abs().mean())
            .WithArguments(n => randn(n, 3) is var prediction ? (prediction, prediction * (1 + 1e-7f)) : default),
        "Along no direction is the loss smooth enough to compare with");

    [Fact]
    public void A_prediction_that_lies_on_a_kink_is_no_fault() => LossVerdict.CannotTell(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor activation, Tensor target) => (activation.relu() * target).mean())
            .WithArguments(n => (zeros(n, 3), rand(n, 3))),
        "Along no direction is the loss smooth enough to compare with");

    [Fact]
    public void A_loss_that_does_not_move_shows_nothing() => LossVerdict.CannotTell(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction * 0).sum() + target.mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "Along no direction is the loss smooth enough to compare with");

    [Fact]
    public void Cannot_be_told_without_a_gradient() => LossVerdict.CannotTell(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction.detach() - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "There is no finite gradient to compare.");

    [Fact]
    public void Cannot_be_told_where_one_of_two_gradients_is_not_finite() => LossVerdict.CannotTell(
        CheckIds.LossGradientsAgree,
        LossSubject.For((Tensor first, Tensor second) => first.square().mean() + (second - second).square().sum().sqrt())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).HasPredictions(0, 1),
        "There is no finite gradient to compare.");

    [Fact]
    public void Does_not_apply_where_gradients_stop_on_purpose() =>
        LossVerdict.DoesNotApply(CheckIds.LossGradientsAgree, LossVerdict.Right("Commitment"), "Gradients stop on purpose");

    private static Tensor Copied(Tensor values) =>
        tensor(values.to(float64).data<double>().ToArray()).reshape(values.shape).to(values.dtype);

    /// <summary>Rounds, and lets gradients through (Bengio et al., 2013).</summary>
    private sealed class Rounded : autograd.SingleTensorFunction<Rounded>
    {
        public override string Name => nameof(Rounded);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).round();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output.clone()];
    }

    /// <summary>A square whose backward pass forgets the 2.</summary>
    private sealed class HalfSquare : autograd.SingleTensorFunction<HalfSquare>
    {
        public override string Name => nameof(HalfSquare);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            return ((Tensor)vars[0]).square();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [grad_output * ctx.get_saved_variables()[0]];
    }

    /// <summary>The identity, with the other sign backward (Ganin and Lempitsky, 2015).</summary>
    private sealed class Reversal : autograd.SingleTensorFunction<Reversal>
    {
        public override string Name => nameof(Reversal);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [-grad_output];
    }
}
