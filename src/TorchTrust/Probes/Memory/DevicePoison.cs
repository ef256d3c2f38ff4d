namespace TorchTrust.Probes;

/// <summary>
/// Lets all memory that LibTorch hands out unwritten hold NaN, that of devices too, which take theirs from an allocator of LibTorch's
/// own. It is for a host process only.
/// </summary>
internal sealed class DevicePoison : IDisposable
{
    private DevicePoison() => _ = NativeTorch.AskForRepeatableKernels(fillsFreshMemory: true);

    /// <summary>Makes fresh memory read as NaN.</summary>
    public static DevicePoison OfNaN() => new();

    /// <inheritdoc/>
    public void Dispose() => _ = NativeTorch.AskForRepeatableKernels();
}
