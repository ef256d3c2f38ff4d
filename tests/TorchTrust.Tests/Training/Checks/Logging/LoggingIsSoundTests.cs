using TorchTrust.Tests.Checks;

namespace TorchTrust.Tests.Training.Checks.Logging;

public sealed class LoggingIsSoundTests
{
    private const string Id = "loop-logging-is-sound";

    [Fact]
    public void A_log_of_the_losses_passes_and_one_out_of_order_would_be_noticed()
    {
        CheckResult result = CheckTest.Run(Id, Logged((loop, loss) => loop.Log?.Invoke("loss", loss, loop.Calls++)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_step_that_begins_anew_is_an_error()
    {
        CheckResult result = CheckTest.Run(Id, Logged((loop, loss) => loop.Log?.Invoke("loss", loss, loop.Calls++ % 2)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("'loss' is logged at step 0 after step 1", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_logger_that_hears_nothing_is_an_error() => Assert.Equal(Verdict.Failed, CheckTest.Run(Id, Logged((_, _) => { })).Verdict);

    [Fact]
    public void Without_a_logger_it_is_skipped() => Assert.Equal(Verdict.Skipped, CheckTest.Run(Id, ToyLoop.Right).Verdict);

    private static TrainingSubject<ToyLoop, ToyBatch> Logged(Action<ToyLoop, double> log) => ToyLoop.With((loop, batch) =>
    {
        double loss = loop.Step(batch);
        log(loop, loss);
        return loss;
    }).WithLogger((loop, record) => loop.Log = record);
}
