using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Overwrites what a state dictionary holds.</summary>
internal static class StateNoise
{
    /// <summary>
    /// Writes seeded noise into every floating parameter and persistent buffer: parameters of their own scale, buffers
    /// positive, since variances are among them. Integers stay, since indices are among those.
    /// </summary>
    public static void Overwrite(ModelSession session, long seed)
    {
        using IDisposable _ = no_grad();
        using RandomState __ = RandomState.Fork(seed);
        var numbers = session.PersistentState.Where(entry => entry.Tensor.is_floating_point() || entry.Tensor.is_complex());
        foreach ((string _, Tensor tensor) in numbers)
        {
            using var scope = NewDisposeScope();
            Tensor noise = randn_like(tensor).mul(GenericPoint.Scale(tensor));
            tensor.detach().copy_(tensor is TorchSharp.Modules.Parameter ? noise : noise.abs() + 0.1);
        }
    }
}
