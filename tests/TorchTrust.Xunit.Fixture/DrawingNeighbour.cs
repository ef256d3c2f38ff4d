using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A test of the user's that draws of torch's own generator and demands the very sequence, beside the checks.</summary>
public sealed class DrawingNeighbour
{
    [Fact]
    public void The_sequence_of_a_seed_is_the_same_each_time()
    {
        float[] expected = Draw();
        for (int round = 0; round < 1000; round++)
        {
            Assert.Equal(expected, Draw());
        }
    }

    private static float[] Draw()
    {
        manual_seed(11);
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, 50).Select(_ => rand(1).item<float>())];
    }
}
