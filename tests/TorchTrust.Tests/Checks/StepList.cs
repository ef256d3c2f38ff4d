namespace TorchTrust.Tests.Checks;

/// <summary>The steps of a check, as whoever watches it is told of them.</summary>
internal sealed class StepList : IProgress<CheckProgress>
{
    private readonly List<string> _steps = [];

    /// <summary>Runs a check without its proof of power.</summary>
    /// <param name="checkId">The check.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="isHost">Whether the process may end; if not, it is that of a user.</param>
    public static string[] Of(string checkId, Subject subject, bool isHost = true)
    {
        var list = new StepList();
        Trust.Check(subject, new TrustOptions
        {
            Checks = [checkId],
            IsHost = isHost,
            Isolation = Isolation.InProcess,
            ProvesPower = false,
            Progress = list,
        });
        return [.. list._steps];
    }

    public void Report(CheckProgress value)
    {
        if (value.Step is { } step)
        {
            _steps.Add(step);
        }
    }
}
