using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Models.Probes;

public sealed class SampleLayoutTests
{
    [Theory]
    [InlineData(new[] { 4L, 6L }, new[] { 3L, 6L }, 0)]
    [InlineData(new[] { 5L, 4L, 6L }, new[] { 5L, 3L, 6L }, 1)]
    [InlineData(new[] { 6L }, new[] { 6L }, null)]
    [InlineData(new[] { 4L, 4L }, new[] { 3L, 3L }, null)]
    [InlineData(new[] { 8L, 2L }, new[] { 6L, 2L }, null)]
    [InlineData(new[] { 4L, 4L }, new[] { 3L, 4L }, 0)]
    public void The_dimension_that_grows_with_the_number_of_samples_is_the_batch(long[] forFour, long[] forThree, int? dimension)
    {
        var layout = SampleLayout.Derive([("", forFour)], 4, [("", forThree)], 3);

        Assert.Equal(dimension, layout[""].Dimension);
        Assert.Equal(dimension is not null, layout.HasBatchDimension);
    }

    [Fact]
    public void A_list_with_a_tensor_for_each_sample_is_told_apart_by_its_elements()
    {
        long[] shape = [7];
        (string, long[])[] List(int n) => [.. Enumerable.Range(0, n).Select(i => ($"[{i}]", shape))];
        var layout = SampleLayout.Derive(List(4), 4, List(3), 3);

        Assert.True(layout.HasSamples);
        Assert.False(layout.HasBatchDimension);
        Assert.Equal(2, layout["[2]"].Element);
        Assert.True(layout["[2]"].Holds(2));
        Assert.False(layout["[2]"].Holds(1));
    }

    [Fact]
    public void From_one_number_of_samples_only_a_single_dimension_of_that_size_is_guessed()
    {
        using Tensor clear = zeros(4, 6);
        using Tensor unclear = zeros(4, 4);
        var layout = SampleLayout.Guess([("a", clear), ("b", unclear)], 4);

        Assert.Equal(0, layout["a"].Dimension);
        Assert.False(layout["b"].HasSamples);
    }

    [Fact]
    public void What_is_not_known_is_shared() => Assert.False(SampleLayout.Unknown["[0]"].HasSamples);
}
