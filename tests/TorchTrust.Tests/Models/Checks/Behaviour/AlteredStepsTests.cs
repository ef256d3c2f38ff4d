using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>
/// What a check does to a model that was not made for it is told before it is done: where native code then ends the process, that
/// is not held against the model.
/// </summary>
public sealed class AlteredStepsTests
{
    private const string Altered = "on what the check has altered, ";

    public static TheoryData<string, string[]> Steps => new()
    {
        {
            CheckIds.FollowsAMove,
            ["moving a second instance to meta", "calling the moved instance in Eval mode", "calling the moved instance in Training mode",
                "moving a second instance to meta by to()"]
        },
        {
            CheckIds.TensorsFollowDevice,
            ["calling with meta as the default device, in Eval mode", "calling with meta as the default device, in Training mode"]
        },
        {
            CheckIds.TensorsFollowDtype,
            ["calling with Float64 as the default dtype", "calling with Float64 as the default dtype"]
        },
        {
            CheckIds.SampleOrderDoesNotMatter,
            [
                "converting to float64", "calling with samples 3, 2, 1, 0", "calling with samples 1, 2, 3, 0",
                "converting to float64", "calling with samples 3, 2, 1, 0", "calling with samples 1, 2, 3, 0",
            ]
        },
        { CheckIds.EveryInputMatters, ["replacing input [0]"] },
    };

    [Theory, MemberData(nameof(Steps))]
    public void Each_step_that_alters_the_model_is_told(string id, string[] steps)
    {
        var told = new Told();
        CheckResult result = Assert.Single(Trust.Check(
            ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6)),
            new TrustOptions { Checks = [id], IsHost = true, ProvesPower = false, Progress = told }).Results);

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(
            steps, told.Steps.Where(step => step.StartsWith(Altered, StringComparison.Ordinal)).Select(step => step[Altered.Length..]));
    }

    private sealed class Told : IProgress<CheckProgress>
    {
        public List<string> Steps { get; } = [];

        public void Report(CheckProgress value)
        {
            if (value.Step is { } step)
            {
                Steps.Add(step);
            }
        }
    }
}
