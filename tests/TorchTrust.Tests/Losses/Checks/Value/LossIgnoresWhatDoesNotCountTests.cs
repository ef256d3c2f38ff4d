using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchTrust.Tests.Losses.Checks.Value;

public sealed class LossIgnoresWhatDoesNotCountTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossIgnoresWhatDoesNotCount,
        LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6)))
            .HasMask((prediction, target, mask) => mask));

    [Fact]
    public void A_mask_that_is_left_out_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossIgnoresWhatDoesNotCount,
            LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square()).sum() / mask.sum())
                .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6)))
                .HasMask((prediction, target, mask) => mask),
            "elements of prediction that do not count have a gradient");
    }

    [Fact]
    public void Padding_in_the_divisor_is_found()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossIgnoresWhatDoesNotCount,
            LossSubject.For((Tensor prediction, Tensor target, Tensor mask) =>
                    ((prediction - target).square() * mask).sum() / prediction.numel())
                .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6)))
                .HasMask((prediction, target, mask) => mask).HasTime(1),
            "two more positions of padding change the loss");
        Assert.Equal(1, result.Findings[0].Dimension);
    }

    [Fact]
    public void A_marker_that_is_off_by_one_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossIgnoresWhatDoesNotCount,
            LossSubject.For((Tensor prediction, Tensor target) => cross_entropy(prediction, target, ignore_index: 0))
                .WithArguments(n => (randn(n, 5), randint(5, n)))
                .Gives(PredictionKind.Logits, classDimension: 1).Ignores(1),
            "elements of prediction that do not count have a gradient");
    }

    [Theory, InlineData("IgnoringCrossEntropy"), InlineData("PerToken"), InlineData("PerSequence"), InlineData("RandomField"),
        InlineData("Ctc")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossIgnoresWhatDoesNotCount, LossVerdict.Right(name));

    [Fact]
    public void Cannot_be_told_where_the_mask_has_the_shape_of_no_prediction() => LossVerdict.CannotTell(
        CheckIds.LossIgnoresWhatDoesNotCount,
        LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).mean())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32))).HasMask((prediction, target, mask) => mask),
        "What counts has another shape than the predictions");

    [Fact]
    public void Cannot_be_told_where_everything_counts() => LossVerdict.CannotTell(
        CheckIds.LossIgnoresWhatDoesNotCount,
        LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => ((prediction - target).square() * mask).sum() / mask.sum())
            .WithArguments(n => (randn(n, 6), randn(n, 6), ones(n, 6))).HasMask((prediction, target, mask) => mask),
        "In 3 batches everything counts.");

    [Fact]
    public void Padding_in_the_divisor_is_found_where_no_batch_is_padded() => LossVerdict.Fails(
        CheckIds.LossIgnoresWhatDoesNotCount,
        LossSubject.For((Tensor prediction, Tensor target, Tensor mask) =>
                ((prediction - target).square() * mask).sum() / prediction.numel())
            .WithArguments(n => (randn(n, 6), randn(n, 6), ones(n, 6))).HasMask((prediction, target, mask) => mask).HasTime(1),
        "two more positions of padding change the loss");

    [Fact]
    public void Padding_in_the_divisor_is_found_where_a_marker_says_what_is_padded() => LossVerdict.Fails(
        CheckIds.LossIgnoresWhatDoesNotCount,
        LossSubject.For((Tensor prediction, Tensor target) => ((prediction - target).square() * target.ne(-100)).sum() / prediction.numel())
            .WithArguments(n => (randn(n, 6), where(rand(n, 6).less(0.3), -100, randn(n, 6)))).Ignores(-100).HasTime(1),
        "two more positions of padding change the loss");

    [Fact]
    public void Every_way_in_which_padding_counts_is_told()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossIgnoresWhatDoesNotCount,
            LossSubject.For((Tensor prediction, Tensor target, Tensor mask) =>
                    (((prediction - target).square() * mask).sum() / mask.sum()) + (0.1 * prediction.square().sum()))
                .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6)))
                .HasMask((prediction, target, mask) => mask).HasTime(1),
            "elements of prediction that do not count have a gradient");

        Assert.Contains(result.Findings, finding => finding.What == "other content of prediction where it does not count changes the loss");
        Assert.Contains(result.Findings, finding => finding.What == "two more positions of padding change the loss");
    }

    /// <summary>Right losses whose arguments do not all end together.</summary>
    [Theory]
    [InlineData("one argument has lengths that all positions reach")]
    [InlineData("a target alone has lengths")]
    [InlineData("one prediction takes no gradient")]
    [InlineData("each batch has a length of its own")]
    [InlineData("the prediction has no positions")]
    [InlineData("one argument is shorter")]
    [InlineData("samples are the positions")]
    [InlineData("what is added as padding counts")]
    [InlineData("what is added as padding counts in one argument")]
    [InlineData("the mask has one length")]
    [InlineData("one argument is an index")]
    [InlineData("another target counts elsewhere")]
    public void Passes_where_arguments_do_not_all_end_together(string unusual) =>
        LossVerdict.Passes(CheckIds.LossIgnoresWhatDoesNotCount, Unusual(unusual));

    private static LossSubject Unusual(string what) => what switch
    {
        "one argument has lengths that all positions reach" =>
            LossSubject.For((Tensor prediction, Tensor target, Tensor lengths) => Masked(prediction, target, Within(lengths)))
                .WithArguments(n => (randn(n, 6), randn(n, 6), randint(2, 5, [n]))).HasLengths((prediction, target, lengths) => lengths, 1)
                .HasLengths((prediction, target, lengths) => full_like(lengths, 6), 1, argument: 1),
        "a target alone has lengths" => LossSubject.For((Tensor score, Tensor ratings, Tensor lengths) =>
                (score - ((ratings * Within(lengths)).sum(1) / lengths)).square().mean())
            .WithArguments(n => (randn(n), randn(n, 6), randint(2, 5, [n])))
            .HasLengths((score, ratings, lengths) => lengths, 1, argument: 1),
        "one prediction takes no gradient" =>
            LossSubject.For((Tensor first, Tensor second, Tensor mask) => Masked(first, second.detach(), mask))
                .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6))).HasPredictions(0, 1)
                .HasMask((first, second, mask) => mask),
        "each batch has a length of its own" =>
            LossSubject.For((Tensor prediction, Tensor target, Tensor mask) => Masked(prediction, target, mask))
                .WithArguments(n => randint(4, 9, [1]).item<long>() is var length
                    ? (randn(n, length), randn(n, length), arange(length).less(length - 2).to(float32).expand(n, length))
                    : default)
                .HasMask((prediction, target, mask) => mask),
        "the prediction has no positions" => LossSubject.For((Tensor score, Tensor ratings, Tensor mask) =>
                Masked(score, ratings.mean([1L]), mask))
            .WithArguments(n => (randn(n), randn(n, 6), arange(n).less(3).to(float32))).HasMask((score, ratings, mask) => mask).HasTime(1),
        "one argument is shorter" => LossSubject.For((Tensor prediction, Tensor target, Tensor mask, Tensor gains) =>
                ((((prediction - target).square() * mask).sum(1) / mask.sum(1)) * gains.mean([1L])).mean())
            .WithArguments(n => (randn(n, 6), randn(n, 6), arange(6).less(4).to(float32).expand(n, 6), rand(n, 3) + 0.5))
            .HasMask((prediction, target, mask, gains) => mask).HasTime(1),
        "samples are the positions" => LossSubject.For((Tensor prediction, Tensor target, Tensor mask) =>
                ((prediction - target).square() * mask).sum() / prediction.shape[0])
            .WithArguments(n => (randn(n), randn(n), arange(n).less(2).to(float32))).HasMask((prediction, target, mask) => mask).HasTime(0),
        "what is added as padding counts" => LossSubject.For((Tensor prediction, Tensor target) => Masked(prediction, target, target.ge(0)))
            .WithArguments(n => (randn(n, 6), randint(-1, 3, [n, 6]))).HasMask((prediction, target) => target.ge(0)).HasTime(1),
        "what is added as padding counts in one argument" =>
            LossSubject.For((Tensor prediction, Tensor target, Tensor lengths) => Masked(prediction, target, target.ge(0)))
                .WithArguments(n => randint(2, 5, [n]) is var lengths
                    ? (randn(n, 6), where(Within(lengths).greater(0), randint(0, 3, [n, 6]), -1), lengths)
                    : default)
                .HasMask((prediction, target, lengths) => target.ge(0)).HasLengths((prediction, target, lengths) => lengths, 1).HasTime(1),
        "the mask has one length" => LossSubject.For((Tensor prediction, Tensor target) =>
                Masked(prediction, target, arange(6).less(4).expand(prediction.shape[0], 6)))
            .WithArguments(n => (randn(n, 6), randn(n, 6)))
            .HasMask((prediction, target) => arange(6).less(4).expand(prediction.shape[0], 6)).HasTime(1),
        "one argument is an index" => LossSubject.For((Tensor prediction, Tensor target, Tensor language) => Masked(
            prediction, target, target.ne(-100) * tensor(new[] { 0.5, 1, 2 }).index_select(0, language.flatten()).reshape(language.shape)))
            .WithArguments(n => (randn(n, 6), where(rand(n, 6).less(0.3), -100, randn(n, 6)), randint(3, [n, 6]))).Ignores(-100).HasTime(1),
        _ => LossSubject.For((Tensor prediction, Tensor target, Tensor lengths) => Masked(prediction, target, target.ne(0)))
            .WithArguments(n => randint(2, 5, [n]) is var lengths
                ? (randn(n, 6), where(Within(lengths).greater(0), randint(1, 5, [n, 6]), 0), lengths)
                : default)
            .HasMask((prediction, target, lengths) => target.ne(0)).HasLengths((prediction, target, lengths) => lengths, 1),
    };

    private static Tensor Masked(Tensor prediction, Tensor target, Tensor mask) =>
        ((prediction - target).square() * mask).sum() / mask.sum();

    private static Tensor Within(Tensor lengths) => arange(6).unsqueeze(0).less(lengths.unsqueeze(1)).to(float32);

    [Fact]
    public void Does_not_apply_where_everything_counts() => LossVerdict.DoesNotApply(
        CheckIds.LossIgnoresWhatDoesNotCount,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        "subject.HasMask");
}
