using TorchTrust.Tests.Results;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>The user's own lines, which only woven code tells.</summary>
public sealed class LinesOfLoopsTests
{
    private static readonly string[] _checks =
    [
        "loop-every-parameter-moves", "loop-gradient-is-the-derivative", "loop-gradients-are-cleared", "loop-gradients-are-clipped",
        "loop-optimizers-go-on", "loop-rates-are-valid", "loop-step-lowers-the-loss", "loop-updates-have-their-own-gradients",
    ];

    [Fact]
    public void Faults_are_told_with_the_lines_that_make_them()
    {
        TrustOptions options = new() { Checks = _checks, ProvesPower = false };

        // Where nothing is woven there are none.
        Assert.All(Results(options with { IsHost = true }), result => Assert.All(result.Findings, finding => Assert.Null(finding.Source)));
        Approved.Demand(
            string.Join("\n\n", Results(options).Select(LoopTest.Text)), "Training", "Checks", "Messages", "lines",
            "Faults_are_told_with_the_lines_that_make_them.txt");
    }

    private static IEnumerable<CheckResult> Results(TrustOptions options) => new[] { Climbing, Resting }
        .SelectMany(subject => Trust.Check(subject, options).Results).Where(result => result.Verdict == Verdict.Failed);

    /// <summary>
    /// It clears and clips nothing, climbs at a rate below zero, reports a sum for a mean, and stops after its first epoch.
    /// </summary>
    private static TrainingSubject Climbing => ToyLoop.Of(
        ToyLoop.Plain,
        (loop, batch) =>
        {
            loop.Optimizer.ParamGroups.First().LearningRate = -0.01;
            Tensor loss = loop.Loss(batch);
            loss.backward();
            if (loop.Sum == 0)
            {
                loop.Optimizer.step();
            }

            return 8 * loss.item<float>();
        }).ReportsLoss().ClipsNorm(1e-3).WithEndOfEpoch(loop => loop.Sum = 1, stepsPerEpoch: 12);

    /// <summary>Of two loops one rests, since its rate is zero, and the other makes each update twice.</summary>
    private static TrainingSubject Resting => TrainingSubject.For(() => Tuple.Create(ToyLoop.Plain(), ToyLoop.Plain()))
        .WithBatch((_, n) => ToyBatch.Of(n)).WithStep((loops, batch) =>
        {
            loops.Item1.Optimizer.ParamGroups.First().LearningRate = 0;
            double loss = loops.Item1.Step(batch) + loops.Item2.Step(batch);
            loops.Item2.Optimizer.step();
            return loss;
        });
}
