using static TorchSharp.torch;

namespace Template._1;

/// <summary>Points as the network gets them.</summary>
/// <param name="Places">The places, [N, 2].</param>
/// <param name="Arms">The arms, [N].</param>
public sealed record Batch(Tensor Places, Tensor Arms) : IDisposable
{
    public void Dispose()
    {
        Places.Dispose();
        Arms.Dispose();
    }
}
