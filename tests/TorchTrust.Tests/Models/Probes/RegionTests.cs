using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Models.Probes;

public sealed class RegionTests
{
    [Fact]
    public void A_sample_is_replaced_along_its_own_dimension_and_nothing_else_is()
    {
        var layout = SampleLayout.Derive([("[0]", [2L, 4L]), ("[1]", [3L])], 4, [("[0]", [2L, 3L]), ("[1]", [3L])], 3);
        ModelInputs inputs = new([zeros(2, 4), zeros(3)], 4);
        ModelInputs replaced = new SampleRegion(layout, 1).Replace(inputs, new([ones(2, 4), ones(3)], 4));

        Assert.Equal([0f, 2f, 0f, 0f], ((Tensor)replaced.Arguments[0]!).sum(dim: 0).data<float>().ToArray());
        Assert.Equal(0, ((Tensor)replaced.Arguments[1]!).sum().item<float>());
        Assert.True(replaced.IsAltered);
    }

    [Fact]
    public void Positions_concern_only_tensors_that_have_them()
    {
        var region = new PositionRegion(dimension: 1, positions: 5, start: 3, length: 2, path => path != "mask");

        Assert.Equal([2L, 2L], region.Of("x", zeros(2, 5))!.shape);
        Assert.Null(region.Of("x", zeros(2, 4)));
        Assert.Null(region.Of("x", zeros(5)));
        Assert.Null(region.Of("mask", zeros(2, 5)));
    }

    [Fact]
    public void A_mask_covers_all_features_of_its_positions()
    {
        Tensor mask = zeros([2, 3], ScalarType.Bool);
        mask[1, 2] = true;
        ModelInputs replaced = new MaskRegion(mask, "[0]")
            .Replace(new([zeros(2, 3, 4), zeros(2, 3)], 2), new([ones(2, 3, 4), ones(2, 3)], 2));

        Assert.Equal(4, ((Tensor)replaced.Arguments[0]!).sum().item<float>());
        Assert.Equal(4, ((Tensor)replaced.Arguments[0]!)[1, 2].sum().item<float>());
        Assert.Equal(0, ((Tensor)replaced.Arguments[1]!).sum().item<float>());
    }

    [Fact]
    public void Distances_know_equal_infinities_from_lost_numbers()
    {
        Tensor masked = full(2, double.NegativeInfinity);
        Tensor nan = full(2, double.NaN);

        Assert.Equal(0, TensorDistance.Between(masked, masked.to(ScalarType.Float32)));
        Assert.Equal(0, TensorDistance.Between(nan, nan.to(ScalarType.Float32)));
        Assert.Equal(double.PositiveInfinity, TensorDistance.Between(masked, nan));
        Assert.Equal(double.PositiveInfinity, TensorDistance.Between(zeros(2), nan));
        Assert.Equal(0.5, TensorDistance.Between(zeros(2), full(2, 0.5)));
    }
}
