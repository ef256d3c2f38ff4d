namespace TorchTrust.Models.Probes;

/// <summary>Where a call of the user's code has the device from on which it makes a tensor, or to which it moves one.</summary>
internal enum DeviceOrigin
{
    /// <summary>From another tensor: <c>device: x.device</c>, <c>zeros_like(x)</c>, <c>to(x)</c>.</summary>
    Neighbour,

    /// <summary>From nowhere: torch's default device.</summary>
    Default,

    /// <summary>From a literal: <c>device: CPU</c>, <c>cpu()</c>, or a device that was kept aside.</summary>
    Literal,
}
