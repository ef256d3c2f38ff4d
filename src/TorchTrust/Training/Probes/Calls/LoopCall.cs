using TorchTrust.Probes;

namespace TorchTrust.Training.Probes;

/// <summary>A call of TorchSharp that the user's code made in the life of a loop.</summary>
/// <param name="Phase">What the loop was doing.</param>
/// <param name="Call">The call.</param>
/// <param name="Optimizer">The path of the optimizer that it was made on; null where it was made on something else.</param>
internal sealed record LoopCall(LoopPhase Phase, CallEvent Call, string? Optimizer)
{
    /// <summary>What is called, and where.</summary>
    public CallSite Site => Call.Site;

    /// <summary>Whether it was made on a module that holds dropout which drops anything.</summary>
    public bool HoldsDropout { get; init; }

    /// <summary>Whether it was made on a module that holds running statistics of batches.</summary>
    public bool HoldsStatistics { get; init; }
}
