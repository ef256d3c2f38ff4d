namespace TorchTrust.Watching.Stream;

/// <summary>A line from a program that is watched; one of the members is set.</summary>
internal sealed record WatchMessage
{
    /// <summary>What a line with a state begins with.</summary>
    public const string StateMark = $"{{\"{nameof(State)}\":";

    /// <summary>Something was found.</summary>
    public CheckResult? Found { get; init; }

    /// <summary>What is known at this moment.</summary>
    public WatchState? State { get; init; }

    /// <summary>The number of steps that was asked for has been taken.</summary>
    public bool IsAtLimit { get; init; }

    /// <summary>Watching failed: a fault of TorchTrust's own. The program goes on.</summary>
    public string? Fault { get; init; }
}
