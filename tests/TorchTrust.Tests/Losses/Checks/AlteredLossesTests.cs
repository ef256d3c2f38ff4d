using TorchTrust.Checks;
using TorchTrust.Running;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Losses.Checks;

/// <summary>
/// Native code may end the process of a right loss that is given another dtype or one sample: then the last step is all that is known,
/// and it must say that a check had altered something.
/// </summary>
public sealed class AlteredLossesTests
{
    private static readonly List<string> _steps = [];
    private static string _last = "";

    [Fact]
    public void A_loss_is_told_to_be_computed_in_float64_before_it_is()
    {
        IReadOnlyList<string> steps = StepsAt(CheckIds.LossUsesEveryArgument, prediction => prediction.dtype == ScalarType.Float64);

        Assert.All(steps, step => Assert.True(CheckContext.IsAltered(step), step));
        Assert.All(steps, step => Assert.EndsWith("computing in float64", step, StringComparison.Ordinal));
    }

    [Fact]
    public void One_sample_is_told_before_it_is_given()
    {
        IReadOnlyList<string> steps = StepsAt(CheckIds.LossTakesOneSample, prediction => prediction.shape[0] == 1);

        Assert.All(steps, step => Assert.True(CheckContext.IsAltered(step), step));
        Assert.All(steps, step => Assert.EndsWith("one sample", step, StringComparison.Ordinal));
    }

    /// <summary>What the check had said last, at each call in which the loss found its arguments altered.</summary>
    private static IReadOnlyList<string> StepsAt(string id, Func<Tensor, bool> isAltered)
    {
        _steps.Clear();
        LossSubject subject = LossSubject.For((Tensor prediction, Tensor target) =>
        {
            // In no field that the loss reaches, where each call would find it as it was.
            if (isAltered(prediction))
            {
                _steps.Add(_last);
            }

            return (prediction - target).square().mean();
        }).WithArguments(n => (randn(n, 3), randn(n, 3)));
        using var checks = new InProcessChecks(subject, new TrustOptions { ProvesPower = false, IsHost = true }, "");
        CheckResult result = checks.Run(new PlannedCheck(id), step => _last = step);
        Assert.True(_steps.Count > 0, $"{result.Verdict}: {result.Reason}");
        return _steps;
    }
}
