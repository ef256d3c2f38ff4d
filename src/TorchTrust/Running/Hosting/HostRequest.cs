namespace TorchTrust.Running.Hosting;

/// <summary>One line to a host: first how to open the subject, then one task after the other.</summary>
internal sealed record HostRequest
{
    /// <summary>What the host works on; the first line only.</summary>
    public HostOpening? Open { get; init; }

    /// <summary>A question of ours, answered before anything is opened.</summary>
    public HostQuestion? Ask { get; init; }

    /// <summary>The check to run.</summary>
    public HostTask? Run { get; init; }
}
