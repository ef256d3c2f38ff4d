using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// Writes where autograd does not look: what it has kept of a tensor for the way back is another value then, and nothing throws.
/// </summary>
internal static class PastAutograd
{
    /// <summary>Overwrites the content of a tensor on any device.</summary>
    /// <param name="tensor">The tensor, of any shape.</param>
    /// <param name="content">What it holds afterwards; of its shape, dtype and device.</param>
    public static void Overwrite(Tensor tensor, Tensor content)
    {
        using IDisposable _ = no_grad();
        using Tensor detached = tensor.detach();

        // The same storage behind a tensor that counts the versions of its own.
        using Tensor door = empty(0, dtype: tensor.dtype, device: tensor.device);
        door.set_(detached);
        door.copy_(content);
    }
}
