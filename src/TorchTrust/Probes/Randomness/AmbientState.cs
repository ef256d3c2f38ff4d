using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>
/// What of torch belongs to the process or the thread: the default generator, device and dtype, the gradient mode and the
/// number of threads. All of it is put back on dispose.
/// </summary>
internal sealed class AmbientState : IDisposable
{
    private readonly RandomState _random = RandomState.Remember();
    private readonly Device _device = get_default_device();
    private readonly ScalarType _dtype = get_default_dtype();
    private readonly bool _gradients = is_grad_enabled();
    private readonly int _threads = get_num_threads();

    private AmbientState()
    {
    }

    /// <summary>Remembers the present state.</summary>
    public static AmbientState Remember() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (get_default_device() != _device)
        {
            set_default_device(_device);
        }

        if (get_default_dtype() != _dtype)
        {
            set_default_dtype(_dtype);
        }

        if (is_grad_enabled() != _gradients)
        {
            _ = set_grad_enabled(_gradients);
        }

        if (get_num_threads() != _threads)
        {
            set_num_threads(_threads);
        }

        _random.Dispose();
    }
}
