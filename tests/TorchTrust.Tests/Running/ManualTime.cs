namespace TorchTrust.Tests.Running;

/// <summary>
/// The time that a check has, for tests of limits: it goes on when a step begins, by as much as the test says, and never else. So
/// what becomes of a check hangs on the steps that it was seen to begin, and on no clock.
/// </summary>
/// <param name="passes">How long each step takes, by its text; the others take no time.</param>
internal sealed class ManualTime(params (string Step, TimeSpan Time)[] passes) : IProgress<CheckProgress>
{
    private TimeSpan _now;

    /// <summary>Options that go by this time.</summary>
    /// <param name="options">The other options.</param>
    /// <param name="limit">The limit of a check.</param>
    public TrustOptions Of(TrustOptions options, TimeSpan limit) =>
        options with { CheckTimeLimit = limit, Progress = this, Time = () => _now };

    /// <inheritdoc/>
    public void Report(CheckProgress value)
    {
        foreach ((string step, TimeSpan time) in passes)
        {
            _now += value.Step == step ? time : TimeSpan.Zero;
        }
    }
}
