using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Gradients;

public sealed class LossTrainsPredictionsTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

    [Fact]
    public void A_number_that_was_taken_out_of_the_graph_trains_nothing()
    {
        LossVerdict.Fails(
            CheckIds.LossTrainsPredictions,
            LossSubject.For((Tensor prediction, Tensor target) => tensor(mse_loss(prediction, target).item<float>()))
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the loss has no graph: nothing that it is given takes a gradient from it");
    }

    [Fact]
    public void A_detached_prediction_is_named()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossTrainsPredictions,
            LossSubject.For((Tensor mean, Tensor variance) => (mean.square() + variance.detach()).mean())
                .WithArguments(n => (randn(n), randn(n))).HasPredictions(0, 1),
            "no gradient reaches variance in any of 12 batches");
        Assert.Equal("variance", result.Findings[0].Parameter);
    }

    [Fact]
    public void A_root_at_zero_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossTrainsPredictions,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - prediction).square().sum().sqrt())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the gradient of prediction is not finite, though the loss is");
    }

    [Theory, InlineData("Triplet"), InlineData("ClassAndBox"), InlineData("HardestTriplet"), InlineData("ComplexSpectrum"),
        InlineData("HeatEquation"), InlineData("PerElement")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossTrainsPredictions, LossVerdict.Right(name));

    [Fact]
    public void An_accuracy_is_no_loss() => LossVerdict.Fails(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor prediction, Tensor target) => prediction.argmax(1).ne(target).sum())
            .WithArguments(n => (randn(n, 5), randint(5, n))),
        "the loss is of type Int64, which takes no gradient");

    [Fact]
    public void A_logarithm_of_what_is_negative_is_found() => LossVerdict.Fails(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor prediction, Tensor target) => -(target * prediction.log()).mean())
            .WithArguments(n => (randn(n, 5), rand(n, 5))),
        "the loss is NaN");

    [Fact]
    public void A_gradient_that_is_always_zero_reaches_nothing() => LossVerdict.Fails(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor prediction, Tensor target) => ((0 * prediction) - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "no gradient reaches prediction in any of 12 batches");

    [Fact]
    public void Two_predictions_may_take_turns() => LossVerdict.Passes(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor first, Tensor second, Tensor target) =>
                where(target.sum().greater(0), first.square().mean(), second.square().mean()))
            .WithArguments(n => (randn(n, 3), randn(n, 3), randn(n))).HasPredictions(0, 1));

    [Fact]
    public void A_batch_without_an_event_may_have_no_graph_where_gradients_stop_on_purpose() => LossVerdict.Passes(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor prediction, Tensor target) => target.max().item<float>() > 1.5f ? prediction.square().mean() : zeros([]))
            .WithArguments(n => (randn(n, 3), randn(n))).StopsGradientsOnPurpose("Batches without an event are for the statistics only."));

    [Fact]
    public void Cannot_be_told_of_whole_numbers() => LossVerdict.CannotTell(
        CheckIds.LossTrainsPredictions,
        LossSubject.Of(() => new TokenPenalty()).WithArguments(n => randint(5, [n, 6])),
        "No prediction holds floating numbers, so none could take a gradient.");

    [Fact]
    public void Every_gradient_that_is_not_finite_is_named()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossTrainsPredictions,
            LossSubject.For((Tensor first, Tensor second) =>
                    (first - first).square().sum().sqrt() + (second - second).square().sum().sqrt())
                .WithArguments(n => (randn(n, 3), randn(n, 3))).HasPredictions(0, 1),
            "the gradient of first is not finite, though the loss is");

        Assert.Equal(["first", "second"], result.Findings.Select(finding => finding.Parameter));
    }

    [Fact]
    public void What_a_network_gives_beside_it_may_be_left_out() => LossVerdict.Passes(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor first, Tensor second, Tensor target) => (first - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3), randn(n, 3))).HasPredictions(0, 1).MayLeaveOutPredictions());

    [Fact]
    public void What_is_used_without_a_gradient_is_not_left_out() => LossVerdict.Fails(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor first, Tensor second) => (first - second.detach()).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).HasPredictions(0, 1).MayLeaveOutPredictions(),
        "no gradient reaches second in any of 12 batches");

    [Fact]
    public void What_is_the_same_in_every_batch_is_not_known_to_be_left_out() => LossVerdict.Fails(
        CheckIds.LossTrainsPredictions,
        LossSubject.For((Tensor first, Tensor second) => (first - second.detach()).square().mean())
            .WithArguments(n => (randn(n, 3), zeros(n, 3))).HasPredictions(0, 1).MayLeaveOutPredictions(),
        "no gradient reaches second in any of 12 batches",
        test: "What_is_the_same_in_every_batch");

    [Fact]
    public void Does_not_apply_without_arguments() =>
        LossVerdict.DoesNotApply(
            CheckIds.LossTrainsPredictions,
            LossSubject.For((Tensor prediction, Tensor target) => mse_loss(prediction, target)),
            "subject.WithArguments(n =>");

    /// <summary>A penalty on the vectors of tokens, which it learns itself.</summary>
    private sealed class TokenPenalty : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Embedding _vectors = nn.Embedding(5, 3);

        public TokenPenalty()
            : base(nameof(TokenPenalty)) => RegisterComponents();

        public override Tensor forward(Tensor tokens) => _vectors.call(tokens).square().mean();
    }
}
