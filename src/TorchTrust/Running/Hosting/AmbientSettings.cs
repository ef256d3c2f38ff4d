using System.Globalization;
using static TorchSharp.torch;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// What belongs to a process or a thread and decides results: a host is set as the process that asks is.
/// </summary>
/// <param name="Culture">The culture of numbers and dates.</param>
/// <param name="UICulture">The culture of texts.</param>
/// <param name="Threads">The number of threads that torch computes with.</param>
/// <param name="Dtype">Torch's default dtype.</param>
/// <param name="Device">Torch's default device.</param>
/// <param name="Gradients">Whether gradients are recorded.</param>
internal sealed record AmbientSettings(
    string Culture, string UICulture, int Threads, ScalarType Dtype, string Device, bool Gradients)
{
    /// <summary>Reads those of this thread.</summary>
    /// <param name="threads">The number of threads, if it shall be another one.</param>
    public static AmbientSettings Read(int? threads = null) => new(
        CultureInfo.CurrentCulture.Name,
        CultureInfo.CurrentUICulture.Name,
        threads ?? get_num_threads(),
        get_default_dtype(),
        get_default_device().ToString(),
        is_grad_enabled());

    /// <summary>Sets them for this thread and those that it starts.</summary>
    public void Apply()
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(Culture);
        CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.GetCultureInfo(
            UICulture);
        if (get_num_threads() != Threads)
        {
            set_num_threads(Threads);
        }

        if (get_default_dtype() != Dtype)
        {
            set_default_dtype(Dtype);
        }

        if (get_default_device().ToString() != Device)
        {
            set_default_device(new Device(Device));
        }

        if (is_grad_enabled() != Gradients)
        {
            _ = set_grad_enabled(Gradients);
        }
    }
}
