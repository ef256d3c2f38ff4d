using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The state of torch's default generator, put back on dispose.</summary>
internal sealed class RandomState : IDisposable
{
    private readonly Tensor _state;

    private RandomState(Tensor state) => _state = state;

    /// <summary>Remembers the state and seeds the generator.</summary>
    public static RandomState Fork(long seed)
    {
        RandomState remembered = Remember();
        manual_seed(seed);
        return remembered;
    }

    /// <summary>Remembers the state and leaves it as it is.</summary>
    public static RandomState Remember()
    {
        using Tensor state = get_rng_state();
        return new RandomState(state.clone().DetachFromDisposeScope());
    }

    /// <summary>A hash of the present state of the generator, by which states of one process are told apart.</summary>
    public static int Hash()
    {
        using Tensor state = get_rng_state();
        var hash = new HashCode();
        TensorBits.AddTo(ref hash, state);
        return hash.ToHashCode();
    }

    /// <summary>Whether the generator is now in the state that was remembered.</summary>
    public bool IsCurrent()
    {
        using Tensor now = get_rng_state();
        return TensorBits.AreEqual(_state, now);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        set_rng_state(_state);
        _state.Dispose();
    }
}
