namespace TorchTrust.Running.Hosting;

/// <summary>What a host may take.</summary>
/// <param name="Time">For one check.</param>
/// <param name="Memory">In bytes.</param>
/// <param name="Cancellation">Ends it at once.</param>
internal sealed record HostLimits(TimeSpan Time, long Memory, CancellationToken Cancellation);
