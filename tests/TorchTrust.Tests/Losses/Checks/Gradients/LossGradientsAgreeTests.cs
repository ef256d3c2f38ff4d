using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossGradientsAgreeTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(CheckIds.LossGradientsAgree, LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_detached_factor_is_found()
    {
        LossVerdict.Fails(CheckIds.LossGradientsAgree, LossSubject.For((Tensor prediction, Tensor target) => ((prediction - target).detach() * (prediction - target)).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "the gradient of prediction is ", Severity.Question);
    }

    [Theory, InlineData("CustomGradient"), InlineData("CrossEntropy"), InlineData("Quantile"), InlineData("HeatEquation"), InlineData("Ctc"), InlineData("ProportionalHazards"), InlineData("ComplexSpectrum")]
    public void Passes_on_unusual_but_right_losses(string name) => LossVerdict.Passes(CheckIds.LossGradientsAgree, LossVerdict.Right(name));

    [Fact]
    public void A_backward_pass_of_ones_own_that_is_wrong_by_a_factor_is_a_fault_where_nothing_else_could_be_meant()
    {
        LossVerdict.Fails(CheckIds.LossGradientsAgree, LossSubject.For((Tensor prediction, Tensor target) => HalfSquare.apply(prediction - target).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))), "the gradient of prediction is ");
        LossVerdict.Fails(
            CheckIds.LossGradientsAgree,
            LossSubject.For((Tensor prediction, Tensor target) => HalfSquare.apply(prediction - target).mean() + (prediction.detach() * prediction).mean())
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
    public void Does_not_apply_where_gradients_stop_on_purpose() =>
        LossVerdict.DoesNotApply(CheckIds.LossGradientsAgree, LossVerdict.Right("Commitment"), "Gradients stop on purpose");

    /// <summary>A square whose backward pass forgets the 2.</summary>
    private sealed class HalfSquare : autograd.SingleTensorFunction<HalfSquare>
    {
        public override string Name => nameof(HalfSquare);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            ctx.save_for_backward([(Tensor)vars[0]]);
            return ((Tensor)vars[0]).square();
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output * ctx.get_saved_variables()[0]];
    }

    /// <summary>The identity, with the other sign backward (Ganin and Lempitsky, 2015).</summary>
    private sealed class Reversal : autograd.SingleTensorFunction<Reversal>
    {
        public override string Name => nameof(Reversal);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [-grad_output];
    }
}
