using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The state of torch's default generators, that of the CPU and those of the devices, put back on dispose.</summary>
internal sealed class RandomState : IDisposable
{
    private readonly IDeviceGenerators _devices;
    private readonly Tensor _state;
    private readonly IReadOnlyList<Tensor> _deviceStates;

    private RandomState(IDeviceGenerators devices)
    {
        _devices = devices;
        using Tensor state = get_rng_state();
        _state = state.clone().DetachFromDisposeScope();
        _deviceStates = devices.States();
        foreach (Tensor each in _deviceStates)
        {
            each.DetachFromDisposeScope();
        }
    }

    /// <summary>Remembers the state and seeds the generators.</summary>
    /// <param name="seed">The seed of all of them.</param>
    /// <param name="devices">The generators beside that of the CPU; null for those of CUDA.</param>
    public static RandomState Fork(long seed, IDeviceGenerators? devices = null)
    {
        RandomState remembered = Remember(devices);
        manual_seed(seed);
        remembered._devices.Seed(seed);
        return remembered;
    }

    /// <summary>Remembers the state and leaves it as it is.</summary>
    /// <param name="devices">The generators beside that of the CPU; null for those of CUDA.</param>
    public static RandomState Remember(IDeviceGenerators? devices = null) => new(devices ?? CudaGenerators.Default);

    /// <summary>The present state of all generators as one tensor, which tells how much was drawn. The caller disposes it.</summary>
    public static Tensor Read()
    {
        IReadOnlyList<Tensor> devices = CudaGenerators.Default.States();
        Tensor own = get_rng_state();
        if (devices.Count == 0)
        {
            return own;
        }

        using Tensor disposed = own;
        Tensor all = cat([own, .. devices]);
        foreach (Tensor each in devices)
        {
            each.Dispose();
        }

        return all;
    }

    /// <summary>A hash of the present state of all generators, by which states of one process are told apart.</summary>
    public static int Hash()
    {
        using Tensor state = Read();
        var hash = new HashCode();
        TensorBits.AddTo(ref hash, state);
        return hash.ToHashCode();
    }

    /// <summary>Whether the generators are now in the state that was remembered.</summary>
    public bool IsCurrent()
    {
        using Tensor now = get_rng_state();
        IReadOnlyList<Tensor> devices = _devices.States();
        bool isCurrent = TensorBits.AreEqual(_state, now)
            && _deviceStates.Zip(devices).All(pair => TensorBits.AreEqual(pair.First, pair.Second));
        foreach (Tensor each in devices)
        {
            each.Dispose();
        }

        return isCurrent;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        set_rng_state(_state);
        _devices.Set(_deviceStates);
        _state.Dispose();
        foreach (Tensor each in _deviceStates)
        {
            each.Dispose();
        }
    }
}
