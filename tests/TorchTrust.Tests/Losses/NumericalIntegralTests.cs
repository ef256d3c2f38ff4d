using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses;

public sealed class NumericalIntegralTests
{
    [Fact]
    public void Polynomials_of_degree_nine_are_exact_in_one_panel()
    {
        using Tensor integral = NumericalIntegral.Over(0, 2, x => 10 * x.pow(9), panels: 1);

        Assert.Equal(1024, integral.item<double>(), 1e-9);
    }

    [Fact]
    public void A_density_integrates_to_one_for_each_of_its_parameters()
    {
        using var scope = NewDisposeScope();
        Tensor sigma = tensor(new[] { 0.3, 1, 2 }).unsqueeze(1);

        Tensor integrals = NumericalIntegral.Over(-20, 20, x => (-0.5 * (x / sigma).square()).exp() / (sigma * Math.Sqrt(2 * Math.PI)));

        Assert.Equal([3], integrals.shape);
        Assert.Equal(0, (integrals - 1).abs().max().item<double>(), 1e-13);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    public void Bounds_are_finite_and_in_order(double from, double to)
    {
        var thrown = Assert.Throws<ArgumentException>(() => NumericalIntegral.Over(from, to, x => x));

        Assert.StartsWith("Integrate between finite bounds, the lower one first", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_a_panel_at_least() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NumericalIntegral.Over(0, 1, x => x, panels: 0));
}
