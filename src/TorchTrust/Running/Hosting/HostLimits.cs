namespace TorchTrust.Running.Hosting;

/// <summary>What a host may take, apart from time, which <see cref="CheckClock"/> sees to.</summary>
/// <param name="Memory">In bytes.</param>
/// <param name="Cancellation">Ends it at once.</param>
internal sealed record HostLimits(long Memory, CancellationToken Cancellation);
