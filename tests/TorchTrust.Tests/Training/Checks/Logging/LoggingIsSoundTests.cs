namespace TorchTrust.Tests.Training.Checks.Logging;

public sealed class LoggingIsSoundTests
{
    private const string Id = "loop-logging-is-sound";

    [Fact]
    public void A_log_of_the_losses_passes_and_one_out_of_order_would_be_noticed()
    {
        CheckResult result = LoopTest.Prove(Id, Logged((loop, loss) => loop.Log?.Invoke("loss", loss, loop.Calls++)));

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.True(result.Power!.IsShown);
    }

    [Fact]
    public void A_step_that_begins_anew_is_an_error()
    {
        CheckResult result = LoopTest.Run(Id, Logged((loop, loss) => loop.Log?.Invoke("loss", loss, loop.Calls++ % 2)));

        Assert.Equal((Verdict.Failed, Severity.Error), (result.Verdict, result.Severity));
        Assert.Equal("'loss' is logged at step 0 after step 1", Assert.Single(result.Findings).What);
    }

    [Fact]
    public void A_logger_that_hears_nothing_is_an_error() => Assert.Equal(Verdict.Failed, LoopTest.Run(Id, Logged((_, _) => { })).Verdict);

    [Fact]
    public void A_tag_that_is_declared_to_be_the_reported_number_has_to_be_that_of_its_step()
    {
        CheckResult right = LoopTest.Prove(Id, Logged((loop, loss) => loop.Log?.Invoke("loss", loss, loop.Calls++))
            .LogsReportedAs("loss"), what: "right");
        Assert.Equal(Verdict.Passed, right.Verdict);
        Assert.Contains(right.Power!.Mutants, mutant => mutant is { Mutant: "log-stale", Outcome: MutantOutcome.Killed });

        CheckResult stale = LoopTest.Run(Id, Logged((loop, loss) =>
        {
            loop.Log?.Invoke("loss", loop.Sum, loop.Calls++);
            loop.Sum = loss;
        }).LogsReportedAs("loss"), what: "stale");
        Assert.StartsWith("'loss' is logged as 0 in step 0, which reports ", Assert.Single(stale.Findings).What, StringComparison.Ordinal);

        CheckResult rare = LoopTest.Run(Id, Logged((loop, loss) => loop.Log?.Invoke("other", loss, loop.Calls++))
            .LogsReportedAs("loss"), what: "rare");
        Assert.Equal("'loss' is logged 0 times in 5 steps", Assert.Single(rare.Findings).What);
    }

    [Fact]
    public void A_meter_is_heard()
    {
        using var meter = new System.Diagnostics.Metrics.Meter("toy");
        System.Diagnostics.Metrics.Histogram<double> losses = meter.CreateHistogram<double>("train.loss");

        CheckResult result = LoopTest.Run(Id, Written((_, loss) => losses.Record(loss)).LogsToMeter("toy").LogsReportedAs("train.loss"));

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_logger_of_the_extensions_is_heard_by_its_interface()
    {
        CheckResult result = LoopTest.Run(Id, Written((loop, loss) => loop.Logger?.Log(
            2, 0, new Dictionary<string, object?> { ["Step"] = loop.Calls++, ["Loss"] = loss, ["{OriginalFormat}"] = "{Step}: {Loss}" },
            null, (_, _) => ""))
            .WithLogger<ILogger>((loop, logger) => loop.Logger = logger).LogsReportedAs("Loss"));

        Assert.Equal(Verdict.Passed, result.Verdict);
        var refused = Assert.Throws<ArgumentException>(() => ToyLoop.Right.WithLogger<IDisposable>((_, _) => { }));
        Assert.StartsWith("IDisposable is no ILogger of Microsoft.Extensions.Logging.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_summary_writer_has_written_is_read_back()
    {
        string folder = Directory.CreateTempSubdirectory("toy-events-").FullName;
        try
        {
            CheckResult right = LoopTest.Run(Id, Written((loop, loss) => Writer(loop, folder).add_scalar("loss", (float)loss, loop.Calls++))
                .LogsToEventFiles(_ => folder).LogsReportedAs("loss"), what: "right");
            CheckResult wrong = LoopTest.Run(Id,
                Written((loop, loss) => Writer(loop, folder).add_scalar("loss", (float)loss, loop.Calls++ % 2))
                .LogsToEventFiles(_ => folder), what: "wrong");

            Assert.Equal(Verdict.Passed, right.Verdict);
            Assert.Equal("'loss' is logged at step 0 after step 1", Assert.Single(wrong.Findings).What);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Without_a_logger_it_is_skipped() => Assert.Equal(Verdict.Skipped, LoopTest.Run(Id, ToyLoop.Right).Verdict);

    [Fact]
    public void What_is_no_number_and_a_step_that_comes_twice_are_told_where_they_come_first()
    {
        CheckResult endless = LoopTest.Run(Id,
            Logged((loop, loss) => loop.Log?.Invoke("loss", loop.Calls < 2 ? loss : double.NaN, loop.Calls++)), what: "endless");
        CheckResult twice = LoopTest.Run(Id, Logged((loop, loss) => loop.Log?.Invoke("loss", loss, loop.Calls++ / 2)), what: "twice");

        Assert.Equal("'loss' is logged as NaN at step 2", Assert.Single(endless.Findings).What);
        Assert.Equal("'loss' is logged at step 0 after step 0", Assert.Single(twice.Findings).What);
    }

    [Fact]
    public void Of_several_tags_the_declared_one_is_compared_with_its_part()
    {
        CheckResult several = LoopTest.Run(
            Id,
            Logged((loop, loss) =>
            {
                loop.Log?.Invoke("rate", 0.1, loop.Calls);
                loop.Log?.Invoke("loss", loss, loop.Calls++);
            }).LogsReportedAs("loss"),
            what: "several");
        CheckResult beyond = LoopTest.Run(Id, Logged((loop, loss) => loop.Log?.Invoke("loss", loss, loop.Calls++))
            .LogsReportedAs("loss", part: 1), what: "beyond");
        CheckResult rounded = LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                double loss = loop.Step(batch) * 1.1;
                loop.Log?.Invoke("loss", (float)loss, loop.Calls++);
                return loss;
            }).WithLogger((loop, record) => loop.Log = record).LogsReportedAs("loss"),
            what: "rounded");

        Assert.Equal((Verdict.Passed, Verdict.Passed, Verdict.Passed), (several.Verdict, beyond.Verdict, rounded.Verdict));
    }

    [Fact]
    public void A_logger_that_trains_is_an_error() => Assert.StartsWith(
        "Model.0.weight, ",
        Assert.Single(LoopTest.Run(
            Id,
            ToyLoop.With((loop, batch) =>
            {
                double loss = loop.Step(batch);
                if (loop.Log is { } log)
                {
                    log("loss", loop.Step(batch), loop.Calls++);
                }

                return loss;
            }).WithLogger((loop, record) => loop.Log = record)).Findings).What,
        StringComparison.Ordinal);

    private static TrainingSubject<ToyLoop, ToyBatch> Logged(Action<ToyLoop, double> log) => Written(log)
        .WithLogger((loop, record) => loop.Log = record);

    private static TrainingSubject<ToyLoop, ToyBatch> Written(Action<ToyLoop, double> log) => ToyLoop.With((loop, batch) =>
    {
        double loss = loop.Step(batch);
        log(loop, loss);
        return loss;
    });

    private static TorchSharp.Modules.SummaryWriter Writer(ToyLoop loop, string folder) =>
        loop.Writer ??= TorchSharp.torch.utils.tensorboard.SummaryWriter(Path.Combine(folder, Guid.NewGuid().ToString("n")),
            createRunName: false);
}
