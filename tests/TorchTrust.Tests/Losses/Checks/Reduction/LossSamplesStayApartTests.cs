using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Reduction;

public sealed class LossSamplesStayApartTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossSamplesStayApart,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean));

    [Fact]
    public void A_broadcast_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossSamplesStayApart,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target.unsqueeze(1)).square().mean())
                .WithArguments(n => (randn(n), randn(n))).Reduces(nn.Reduction.Mean),
            "other content in sample 0 turns the gradient of prediction in sample ");
    }

    [Fact]
    public void A_softmax_over_the_batch_is_a_question_until_something_is_declared()
    {
        LossVerdict.Fails(
            CheckIds.LossSamplesStayApart,
            LossSubject.For((Tensor prediction, Tensor target) => -(target * prediction.log_softmax(0)).sum(1).mean())
                .WithArguments(n => (randn(n, 4), rand(n, 4))),
            "other content in sample 0 turns the gradient of prediction in sample ",
            Severity.Question);
    }

    /// <summary>With nothing declared, what a fault of the field looks like is asked about, and the finding says which.</summary>
    [Theory]
    [InlineData("[N] against [N, 1]", "which target stands beside which prediction does not matter")]
    [InlineData("logits [N, 1] against [N]", "which target stands beside which prediction does not matter")]
    [InlineData("features against [N, 1, D]", "which target stands beside which prediction does not matter")]
    [InlineData("mean before the square", "which target stands beside which prediction does not matter")]
    [InlineData("softmax along the batch", "one shift or factor for all samples changes nothing")]
    [InlineData("softmax along the batch before cross entropy", "one shift or factor for all samples changes nothing")]
    [InlineData("softmax of one score a sample", "one shift or factor for all samples changes nothing")]
    [InlineData("cosine along the batch", "places along dimension 1 stay apart in their stead")]
    [InlineData("logarithm of a sum along the batch", "places along dimension 1 stay apart in their stead")]
    [InlineData("view for transpose", "their order matters")]
    public void A_fault_that_users_write_is_asked_about_where_nothing_is_declared(string fault, string looks)
    {
        CheckResult result = LossVerdict.Fails(CheckIds.LossSamplesStayApart, Faulty(fault), looks, Severity.Question, Name(fault));

        Assert.Equal(".SamplesMeetOnPurpose(\"why it is right\")", result.Declaration);
    }

    [Theory, InlineData("NormalizedTemperature"), InlineData("ImageAndText"), InlineData("SupervisedContrast"),
        InlineData("HardestTriplet"), InlineData("PairDistances"), InlineData("MeanDiscrepancy"), InlineData("DiceOverBatch"),
        InlineData("ConcordanceCorrelation"), InlineData("CrossCorrelation")]
    public void Samples_that_meet_as_no_fault_makes_them_meet_are_told_and_not_asked_about(string name) => LossVerdict.DoesNotApply(
        CheckIds.LossSamplesStayApart, LossVerdict.Undeclared(name), "Samples meet in this loss, and no fault that is known looks like it");

    [Theory, InlineData("NormalizedTemperature"), InlineData("DiceOverBatch")]
    public void They_are_a_fault_where_it_is_declared_that_samples_are_reduced(string name) => LossVerdict.Fails(
        CheckIds.LossSamplesStayApart,
        LossVerdict.Undeclared(name) is LossSubject<Tensor, Tensor> subject
            ? subject.Reduces(nn.Reduction.Mean)
            : throw new InvalidOperationException(name),
        "nothing may turn it",
        test: name);

    private static string Name(string fault) => string.Concat(fault.Select(letter => char.IsLetterOrDigit(letter) ? letter : '-'));

    private static LossSubject Faulty(string fault) => fault switch
    {
        "[N] against [N, 1]" => LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n), randn(n, 1))),
        "logits [N, 1] against [N]" => LossSubject.For((Tensor prediction, Tensor target) =>
                (nn.functional.softplus(prediction) - (prediction * target)).mean())
            .WithArguments(n => (randn(n, 1), rand(n))),
        "features against [N, 1, D]" => LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).abs().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 1, 3))),
        "mean before the square" => LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).mean([0L]).pow(4).sum())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "softmax along the batch" => LossSubject.For((Tensor prediction, Tensor target) => (prediction.softmax(0) - target).square().mean())
            .WithArguments(n => (randn(n, 3), rand(n, 3))),
        "softmax along the batch before cross entropy" => LossSubject.For((Tensor prediction, Tensor target) =>
                nn.functional.cross_entropy(prediction.softmax(0), target))
            .WithArguments(n => (randn(n, 3), randint(3, n))),
        "softmax of one score a sample" =>
            LossSubject.For((Tensor prediction, Tensor target) => -(target * prediction.log_softmax(-1)).mean())
                .WithArguments(n => (randn(n), rand(n))),
        "cosine along the batch" => LossSubject.For((Tensor prediction, Tensor target) => 1 - (
                (prediction * target).sum(dim: 0) / (prediction.square().sum(dim: 0).sqrt() * target.square().sum(dim: 0).sqrt())).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "logarithm of a sum along the batch" => LossSubject.For((Tensor prediction, Tensor target) =>
                ((prediction.square() + 1).logsumexp(0) - (target * prediction).mean([0L])).sum())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        _ => LossSubject.For((Tensor prediction, Tensor target) =>
                nn.functional.cross_entropy(prediction.view(3, -1).t(), target))
            .WithArguments(n => (randn(n, 3), randint(3, n))),
    };

    [Theory, InlineData("WeightedCrossEntropy"), InlineData("SampleWeighted"), InlineData("RootMeanSquare"), InlineData("PerToken"),
        InlineData("IgnoringCrossEntropy"), InlineData("Dice"), InlineData("LearnedWeights"), InlineData("Queue"), InlineData("PerElement")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossSamplesStayApart, LossVerdict.Right(name));

    [Fact]
    public void Does_not_apply_without_samples() => LossVerdict.DoesNotApply(
        CheckIds.LossSamplesStayApart,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(_ => (randn(3), randn(3))),
        "No argument has a dimension that grows with the number of samples.");

    [Fact]
    public void Does_not_apply_where_all_samples_share_a_prediction() => LossVerdict.DoesNotApply(
        CheckIds.LossSamplesStayApart,
        LossSubject.For((Tensor centre, Tensor points) => (points - centre).square().mean()).WithArguments(n => (randn(3), randn(n, 3))),
        "No prediction has one dimension that grows with the number of samples.");

    [Fact]
    public void Samples_that_meet_in_a_list_are_a_question() => LossVerdict.Fails(
        CheckIds.LossSamplesStayApart,
        LossSubject.For((Tensor prediction, Tensor[] targets) => (prediction.softmax(0) - stack(targets)).square().mean())
            .WithArguments(n => (randn(n, 3), Enumerable.Range(0, (int)n).Select(_ => rand(3)).ToArray())),
        "samples lie in a list, so that no more can be told",
        Severity.Question);

    [Fact]
    public void A_hinge_shows_in_some_batch_that_samples_meet() =>
        LossVerdict.Passes(CheckIds.LossSamplesStayApart, LossVerdict.Right("AdversarialHinge"));

    [Fact]
    public void Cannot_be_told_where_other_content_draws_other_numbers() => LossVerdict.CannotTell(
        CheckIds.LossSamplesStayApart,
        LossSubject.For((Tensor prediction, Tensor rate) => (prediction - poisson(rate)).square().mean())
            .WithArguments(n => (randn(n, 64), (rand(n, 64) * 20) + 20)),
        "Other content of a sample draws other numbers, or no gradient comes");

    [Fact]
    public void Cannot_be_told_without_a_gradient() => LossVerdict.CannotTell(
        CheckIds.LossSamplesStayApart,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction.detach() - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "Other content of a sample draws other numbers, or no gradient comes");

    [Fact]
    public void Cannot_be_told_of_a_touch_that_is_hardly_more_than_rounding() => LossVerdict.CannotTell(
        CheckIds.LossSamplesStayApart,
        LossSubject.For((Tensor first, Tensor second) => first.square().mean() + (second + (1e-11 * second.mean([0L]))).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).HasPredictions(0, 1),
        "Gradients differ by more than rounding and by less than a fault.");

    [Fact]
    public void Does_not_apply_where_samples_meet_on_purpose() =>
        LossVerdict.DoesNotApply(CheckIds.LossSamplesStayApart, LossVerdict.Right("DiceOverBatch"), "Samples meet on purpose");
}
