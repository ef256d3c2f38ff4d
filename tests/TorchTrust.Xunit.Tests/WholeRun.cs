namespace TorchTrust.Xunit.Tests;

/// <summary>One run of all tests of the fixture, shared by the tests that look at it.</summary>
public sealed class WholeRun : IAsyncLifetime
{
    /// <summary>The run.</summary>
    internal FixtureRun Run { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => Run = await FixtureRun.Start();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
