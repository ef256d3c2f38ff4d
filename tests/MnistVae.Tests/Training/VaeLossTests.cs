using MnistVae.Training;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

[Trait("Suite", "Article")]
public sealed class VaeLossTests : LossTests
{
    private protected override IVaeLoss CreateLoss(double klWeight) => new VaeLoss(klWeight);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_weight_that_makes_no_sense_is_refused(double klWeight)
        => Assert.Contains(
            "must be finite and not negative",
            Assert.Throws<ArgumentOutOfRangeException>(() => new VaeLoss(klWeight)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Shapes_that_would_be_broadcast_are_refused()
    {
        using var scope = NewDisposeScope();

        Assert.Contains(
            "[2, 1, 4, 4] and [1, 1, 4, 4] differ",
            Assert.Throws<ArgumentException>(
                () => VaeLoss.Reconstruction(zeros(2, 1, 4, 4), zeros(1, 1, 4, 4))).Message,
            StringComparison.Ordinal);
    }
}
