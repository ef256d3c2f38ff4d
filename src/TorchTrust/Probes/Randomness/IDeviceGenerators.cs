using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The default generators of the devices beside the CPU.</summary>
internal interface IDeviceGenerators
{
    /// <summary>The state of each, in their order; none where there are none, or they cannot be read.</summary>
    IReadOnlyList<Tensor> States();

    /// <summary>Puts each into a state.</summary>
    void Set(IReadOnlyList<Tensor> states);

    /// <summary>Seeds each.</summary>
    void Seed(long seed);
}
