using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>A test of the user's that draws of torch's own generator and demands the very sequence, beside the checks.</summary>
[TrustClass]
public sealed class DrawingNeighbour
{
    [UserTest]
    public void The_sequence_of_a_seed_is_the_same_each_time()
    {
        float[] expected = Draw();
        for (int round = 0; round < 1000; round++)
        {
            if (!Draw().AsSpan().SequenceEqual(expected))
            {
                throw new InvalidOperationException($"Round {round} drew another sequence.");
            }
        }
    }

    private static float[] Draw()
    {
        manual_seed(11);
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, 50).Select(_ => rand(1).item<float>())];
    }
}
