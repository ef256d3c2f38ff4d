using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// A call of TorchSharp by a mutant, which stands in the user's program: it is seen and broken as those of woven code are.
/// </summary>
internal static class ShimOfOurOwn
{
    private static readonly WovenAssembly _mutants = WovenAssembly.OfOurOwn(new WovenIndex(
        [new WovenMember(CallKind.Creation, LeftOut.Impossible, "torch", nameof(zeros), ["size", "dtype", "device"])],
        [CallPlace.Unknown, new CallPlace("a mutant", null, 0)]));

    /// <summary>Calls <c>torch.zeros</c>.</summary>
    /// <param name="size">The shape.</param>
    /// <param name="dtype">The dtype; null for the default.</param>
    /// <param name="device">The device; null for the default.</param>
    public static Tensor Zeros(long[] size, ScalarType? dtype = null, Device? device = null)
    {
        if (!WovenCode.IsWatched((int)CallKind.Creation))
        {
            return zeros(size, dtype, device);
        }

        WovenCall call = WovenCode.Begin(_mutants, 0, 1, [size, dtype, device]);
        try
        {
            while (call.Again())
            {
                call.Returned(zeros((long[])call.Arguments[0]!, (ScalarType?)call.Arguments[1], (Device?)call.Arguments[2]));
            }

            return (Tensor)call.Result!;
        }
        finally
        {
            call.End();
        }
    }
}
