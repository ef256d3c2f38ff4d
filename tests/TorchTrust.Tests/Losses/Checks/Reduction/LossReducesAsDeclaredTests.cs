using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks.Reduction;

public sealed class LossReducesAsDeclaredTests
{
    [Fact]
    public void Passes_on_a_right_loss_and_would_have_noticed() => LossVerdict.Passes(
        CheckIds.LossReducesAsDeclared,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean).Reduces(1, nn.Reduction.Mean));

    [Fact]
    public void A_sum_for_a_mean_is_found()
    {
        LossVerdict.Fails(
            CheckIds.LossReducesAsDeclared,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().sum())
                .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean),
            "the samples are reduced otherwise than declared: sum, declared is the mean");
    }

    [Fact]
    public void A_mean_for_a_sum_over_a_dimension_is_found()
    {
        CheckResult result = LossVerdict.Fails(
            CheckIds.LossReducesAsDeclared,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
                .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean).Reduces(1, nn.Reduction.Sum),
            "dimension 1 is reduced otherwise than declared: mean, declared is the sum");
        Assert.Equal(1, result.Findings[0].Dimension);
    }

    [Fact]
    public void A_sum_is_a_question_where_nothing_is_declared()
    {
        LossVerdict.Fails(
            CheckIds.LossReducesAsDeclared,
            LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().sum())
                .WithArguments(n => (randn(n, 3), randn(n, 3))),
            "the loss is the sum over samples, so that the step of the optimizer grows with the batch: is that meant?",
            Severity.Question);
    }

    [Theory, InlineData("WeightedCrossEntropy"), InlineData("PerSample"), InlineData("PerElement"), InlineData("SumOverTime"),
        InlineData("RootMeanSquare"), InlineData("FreeBits"), InlineData("RandomField"), InlineData("SeveralQuantiles"),
        InlineData("SampleWeighted")]
    public void Passes_on_unusual_but_right_losses(string name) =>
        LossVerdict.Passes(CheckIds.LossReducesAsDeclared, LossVerdict.Right(name));

    [Fact]
    public void A_dimension_alone_may_be_declared() => LossVerdict.Passes(
        CheckIds.LossReducesAsDeclared,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().sum(1).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(1, nn.Reduction.Sum));

    [Fact]
    public void A_sum_is_not_asked_about_where_samples_meet_on_purpose() => LossVerdict.DoesNotApply(
        CheckIds.LossReducesAsDeclared,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().sum())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).SamplesMeetOnPurpose("The whole batch is one scene."),
        "Nothing is declared. Derived over samples: sum");

    [Fact]
    public void Without_samples_nothing_is_derived_of_them() => LossVerdict.DoesNotApply(
        CheckIds.LossReducesAsDeclared,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).square().mean())
            .WithArguments(_ => (randn(3), randn(3))),
        "Derived over samples: cannot be told");

    [Fact]
    public void Cannot_be_told_where_the_loss_is_zero_in_every_batch() => LossVerdict.CannotTell(
        CheckIds.LossReducesAsDeclared,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target - 100).relu().mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))).Reduces(nn.Reduction.Mean),
        "It cannot be told what becomes of the samples");

    [Fact]
    public void Does_not_apply_where_other_numbers_are_drawn() =>
        LossVerdict.DoesNotApply(CheckIds.LossReducesAsDeclared, LossVerdict.Right("WassersteinCritic"), "draw other numbers");

    [Fact]
    public void What_is_derived_is_a_table_for_a_person_to_look_at()
    {
        CheckResult result = TorchTrust.Tests.Checks.CheckTest.Run(CheckIds.LossReducesAsDeclared, LossSubject
            .For((Tensor prediction, Tensor target) => (prediction - target).square().sum(1).mean())
            .WithArguments(n => (randn(n, 3), randn(n, 3))));

        var table = Assert.IsType<TablePicture>(Assert.Single(result.Pictures));

        Assert.Equal(Verdict.Skipped, result.Verdict);
        Assert.Equal(
            ["samples: mean", "other content of one sample: leaves the gradients of others", "dimension 1 of prediction: sum"],
            table.Rows.Take(3).Select(row => string.Join(": ", row)));
    }

    [Theory]
    [InlineData("SampleWeighted", "scales the gradients of others")]
    [InlineData("DiceOverBatch", "turns the gradients of others")]
    [InlineData("CrossEntropy", "leaves the gradients of others")]
    public void The_table_says_how_samples_meet(string name, string words)
    {
        CheckResult result = TorchTrust.Tests.Checks.CheckTest.Run(CheckIds.LossReducesAsDeclared, LossVerdict.Undeclared(name));

        Assert.Equal(words, Assert.IsType<TablePicture>(Assert.Single(result.Pictures)).Rows[1][1]);
    }
}
