namespace TorchTrust.Tests.Checks;

/// <summary>The steps of a check, as whoever watches it is told of them.</summary>
internal sealed class StepList : IProgress<CheckProgress>
{
    private readonly List<string> _steps = [];

    /// <summary>Runs a check without its proof of power.</summary>
    public static string[] Of(string checkId, Subject subject)
    {
        var list = new StepList();
        Trust.Check(subject, new TrustOptions { Checks = [checkId], IsHost = true, ProvesPower = false, Progress = list });
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
