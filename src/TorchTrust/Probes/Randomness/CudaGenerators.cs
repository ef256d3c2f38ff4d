using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// The default generators of the CUDA devices. TorchSharp's <c>manual_seed</c> leaves them alone, and it has no way to read them:
/// the native library is asked.
/// </summary>
internal sealed class CudaGenerators : IDeviceGenerators
{
    private CudaGenerators()
    {
    }

    /// <summary>Those of this process.</summary>
    public static CudaGenerators Default { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> States() => [.. Generators().Select(NativeTorch.StateOf).OfType<Tensor>()];

    /// <inheritdoc/>
    public void Set(IReadOnlyList<Tensor> states)
    {
        foreach ((nint generator, Tensor state) in Generators().Zip(states))
        {
            NativeTorch.SetState(generator, state);
        }
    }

    /// <inheritdoc/>
    public void Seed(long seed)
    {
        if (Accelerator.IsPresent)
        {
            cuda.manual_seed_all(seed);
        }
    }

    private static IEnumerable<nint> Generators() =>
        Enumerable.Range(0, Accelerator.Count).Select(NativeTorch.GeneratorOf).Where(generator => generator != 0);
}
