using TorchTrust.Tests.Training.Checks;
using TorchTrust.Training;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Training;

/// <summary>Where building is slow, loops are put back in place of being built, if that can be shown to be as good.</summary>
public sealed class SlowBuildTests
{
    /// <summary>More than the session takes for slow, which is all that this time is for.</summary>
    private static readonly TimeSpan _slow = TimeSpan.FromMilliseconds(250);

    [Fact]
    public void All_checks_with_their_proofs_build_at_most_25_times()
    {
        TrustReport report = Trust.Check(Full(Slow(model => optim.Adam(model.parameters()))), new TrustOptions { IsHost = true });

        Assert.True(report.Builds <= 25, $"built {report.Builds} times");
        Assert.DoesNotContain(report.Results, result => result.Verdict == Verdict.Failed);
        TrustReport quick = Trust.Check(Full(() => new ToyLoop(optimizer: model => optim.Adam(model.parameters()))),
            new TrustOptions { IsHost = true });
        Assert.Equal(quick.Results.Select(result => (result.CheckId, result.Verdict)),
            report.Results.Select(result => (result.CheckId, result.Verdict)));
        Assert.Equal(
            quick.Results.Where(result => result.Power is not null)
                .SelectMany(result => result.Power!.Mutants.Select(mutant => (result.CheckId, mutant.Mutant, mutant.Site, mutant.Outcome))),
            report.Results.Where(result => result.Power is not null)
                .SelectMany(result =>
                result.Power!.Mutants.Select(mutant => (result.CheckId, mutant.Mutant, mutant.Site, mutant.Outcome))));
    }

    [Fact]
    public void A_loop_that_was_put_back_does_what_a_built_one_does()
    {
        using var session = (TrainingSession)Full(Slow(model => optim.SGD(model.parameters(), 0.1, momentum: 0.9))).OpenSession(seed: 3);
        using LoopState built = Replays.After(session, 5, isBuilt: true);

        for (int i = 0; i < 3; i++)
        {
            using LoopState again = Replays.After(session, 5);
            Assert.Empty(built.DifferencesFrom(again));
        }
    }

    [Fact]
    public void A_loop_with_state_that_cannot_be_put_back_is_built()
    {
        using var session = (TrainingSession)ToyLoop.Of(Slow(model => optim.LBFGS(model.parameters())), (_, _) => 1).OpenSession(seed: 3);

        for (int i = 0; i < 3; i++)
        {
            session.Fresh().Dispose();
        }

        Assert.True(session.Builds >= 5, $"built {session.Builds} times");
    }

    private static TrainingSubject Full(Func<ToyLoop> build) => ToyLoop.Of(build)
        .ReportsLoss()
        .HasTarget(batch => batch.Label, of: batch => batch.Input, classes: 3)
        .WithEvaluation((loop, batches) => loop.Evaluate(batches))
        .WithEndOfEpoch(loop => loop.Calls++, stepsPerEpoch: 3)
        .Skip(CheckIds.EveryTensorMatters, "The values of a batch are for other tests.");

    private static Func<ToyLoop> Slow(Func<nn.Module<Tensor, Tensor>, optim.Optimizer> optimizer) => () =>
    {
        Thread.Sleep(_slow);
        return new ToyLoop(optimizer: optimizer);
    };
}
