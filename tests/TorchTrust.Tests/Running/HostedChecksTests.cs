using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Running;

public sealed class HostedChecksTests
{
    [Fact]
    public void One_host_runs_several_checks_and_builds_the_subject_once()
    {
        TrustReport report = Trust.Check(Misbehaving.Subject(Misdeed.None), HostTest.Options);

        Assert.Equal([Verdict.Passed, Verdict.Passed], report.Results.Select(result => result.Verdict));
        Assert.Equal(1, report.Builds);
        Assert.Equal("Misbehaving", report.Subject);
        Assert.NotNull(report.Environment);
    }

    [Fact]
    public void Threads_that_tell_their_steps_at_once_do_not_end_the_host()
    {
        TrustOptions options = HostTest.Options with { Catalogue = [new TellsFromManyThreads()] };

        CheckResult result = Assert.Single(Trust.Check(Misbehaving.Subject(Misdeed.None), options).Results);

        Assert.Equal(Verdict.Passed, result.Verdict);
    }

    [Fact]
    public void A_subject_that_ends_the_process_fails_with_step_module_and_last_words_and_the_rest_goes_on()
    {
        TrustReport report = Trust.Check(Misbehaving.Subject(Misdeed.MultipliesWrongShapes), HostTest.Options);

        Assert.Equal(2, report.Results.Count);
        foreach (CheckResult result in report.Results)
        {
            Assert.Equal(Verdict.Failed, result.Verdict);
            Assert.Equal(Severity.Error, result.Severity);
            Finding finding = Assert.Single(result.Findings);
            Assert.Contains("the process ended (", finding.What, StringComparison.Ordinal);
            Assert.Contains("calling the model, after head had returned", finding.What, StringComparison.Ordinal);
            Assert.Contains("mat1 and mat2 shapes cannot be multiplied", finding.What, StringComparison.Ordinal);
            Assert.Equal("head", finding.Module);
        }
    }

    [Fact]
    public void Where_the_check_does_what_the_model_was_not_made_for_the_end_of_the_process_says_nothing()
    {
        TrustOptions options = HostTest.Options with { Catalogue = [new RunsElsewhere(), new RunsSafely()] };

        CheckResult result = Trust.Check(Misbehaving.Subject(Misdeed.MultipliesWrongShapes), options).Results[0];

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("The process ended (", result.Reason, StringComparison.Ordinal);
        Assert.Contains("says nothing about the model", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_right_model_that_ends_the_process_in_another_dtype_only_is_undecided()
    {
        CheckResult result = Assert.Single(Trust.Check(Misbehaving.Subject(Misdeed.CastsToSingle), new TrustOptions
        {
            Checks = ["float32-agrees-with-float64"],
            Isolation = Isolation.Host,
        }).Results);

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("The process ended (", result.Reason, StringComparison.Ordinal);
        Assert.Contains("says nothing about the model", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_ends_the_process_when_it_is_built_fails()
    {
        CheckResult result = HostTest.Run(Misbehaving.Subject(Misdeed.ExitsWhenBuilt));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("exit code 3", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("building the subject", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_throws_when_it_is_built_fails_with_what_it_threw()
    {
        CheckResult result = HostTest.Run(Misbehaving.Subject(Misdeed.ThrowsWhenBuilt));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains(
            "InvalidDataException while building the model: no weights here", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_hangs_is_stopped_and_fails_with_the_limit_and_the_step()
    {
        var time = new ManualTime((RunsAtAll.Call, TimeSpan.FromSeconds(7)));

        CheckResult result = HostTest.Run(
            Misbehaving.Subject(Misdeed.LoopsForEver), time.Of(HostTest.Options, limit: TimeSpan.FromSeconds(6)));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains(
            "did not end within 6 s; it was stopped 7 s into this step: calling the model",
            result.Findings[0].What,
            StringComparison.Ordinal);
        Assert.Contains("CheckTimeLimit", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_that_is_merely_slow_is_stopped_at_its_next_step_and_undecided()
    {
        TimeSpan limit = TimeSpan.FromSeconds(6);
        var time = new ManualTime(("one", limit / 2.5), ("two", limit / 2.5), ("three", limit / 2.5));
        TrustOptions options = time.Of(HostTest.Options with { Catalogue = [new WalksInSteps()] }, limit);

        CheckResult result = Assert.Single(Trust.Check(Misbehaving.Subject(Misdeed.None), options).Results);

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("did not end within 6 s; it was stopped 0 s into this step: four", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_whose_last_step_goes_beyond_the_limit_is_not_stopped()
    {
        TimeSpan limit = TimeSpan.FromSeconds(6);
        var time = new ManualTime(("one", limit / 2.5), ("two", limit / 2.5), ("four", limit / 2.5));
        TrustOptions options = time.Of(HostTest.Options with { Catalogue = [new WalksInSteps()] }, limit);

        Assert.Equal(Verdict.Passed, Assert.Single(Trust.Check(Misbehaving.Subject(Misdeed.None), options).Results).Verdict);
    }

    [Fact]
    public void In_process_a_check_ends_at_its_next_step_too()
    {
        TimeSpan limit = TimeSpan.FromSeconds(6);
        var time = new ManualTime(("two", limit * 1.5));
        TrustOptions options = time.Of(HostTest.Options with { Catalogue = [new WalksInSteps()], Isolation = Isolation.InProcess }, limit);

        CheckResult result = Assert.Single(Trust.Check(Misbehaving.Subject(Misdeed.None), options).Results);

        Assert.Equal(Verdict.Inconclusive, result.Verdict);
        Assert.Contains("did not end within 00:00:06", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>The host needs far more than a millisecond to start, and the limit is that of the check.</summary>
    [Fact]
    public void The_start_of_a_host_does_not_count_and_a_subject_that_hangs_when_it_is_built_fails()
    {
        TrustOptions options = HostTest.Options with { CheckTimeLimit = TimeSpan.FromMilliseconds(1) };

        CheckResult result = HostTest.Run(Misbehaving.Subject(Misdeed.HangsWhenBuilt), options);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("into this step: runs-at-all: building the subject", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_hangs_when_it_is_looked_up_is_told_and_no_host_is_waited_for()
    {
        string sign = Path.Combine(Path.GetTempPath(), $"torchtrust-{Guid.NewGuid():N}");
        TimeSpan now = TimeSpan.Zero;
        TrustOptions options = HostTest.Options with
        {
            CheckTimeLimit = TimeSpan.FromSeconds(1),
            Time = () => File.Exists(sign) ? now += TimeSpan.FromMinutes(1) : now,
        };
        Environment.SetEnvironmentVariable("TORCHTRUST_TEST", sign);
        try
        {
            using var session = TrustSession.Open(SubjectAddress.Of(typeof(HostedChecksTests), nameof(HangsWhenLookedUp)), options);

            var thrown = Assert.Throws<InvalidOperationException>(() => session.Kind);

            Assert.Contains("was stopped 00:02:00 into this step: ", thrown.Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("TORCHTRUST_TEST", null);
            File.Delete(sign);
        }
    }

    [Fact]
    public void What_a_process_has_said_before_it_ended_is_heard_although_its_child_lives_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The child is a program of Linux.");

        CheckResult result = HostTest.Run(Misbehaving.Subject(Misdeed.LeavesChildBehind));

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains(
            "the process ended (exit code 5) while doing this: calling the model", result.Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_takes_more_memory_than_it_may_is_stopped_and_fails()
    {
        CheckResult result = HostTest.Run(Misbehaving.Subject(Misdeed.EatsMemory), HostTest.Options with { MemoryLimit = 512L << 20 });

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Contains("MiB of memory", result.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("MemoryLimit", result.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_subject_writes_and_reads_does_not_reach_the_pipes()
    {
        Assert.Equal(Verdict.Passed, HostTest.Run(Misbehaving.Subject(Misdeed.TalksAndListens)).Verdict);
    }

    [Fact]
    public void Culture_and_environment_pass_through_to_another_process()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        Environment.SetEnvironmentVariable("TORCHTRUST_TEST", "set");
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");

            string what = HostTest.Run(Misbehaving.Subject(Misdeed.TellsItsSurroundings)).Findings[0].What;

            Assert.Contains(": de-DE set ", what, StringComparison.Ordinal);
            Assert.DoesNotContain($" {Environment.ProcessId}", what, StringComparison.Ordinal);
            Assert.Equal("de-DE", CultureInfo.CurrentCulture.Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Environment.SetEnvironmentVariable("TORCHTRUST_TEST", null);
        }
    }

    [Fact]
    public void A_mutant_that_ends_the_process_is_killed_and_the_proof_goes_on_with_the_others()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(Linear(6, 4), Tanh(), Linear(4, 3))).WithInput(n => randn(n, 6));

        CheckResult result = HostTest.Run(subject, HostTest.Options with { ProvesPower = true });

        Assert.Equal(Verdict.Passed, result.Verdict);
        Assert.Equal(["0", "1", "2"], result.Power!.SeenAt);
        Assert.Contains("exit code 77", result.Power.Mutants[0].Detail, StringComparison.Ordinal);
        Assert.Contains("broken at 1", result.Power.Mutants[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mutant_that_fills_the_stack_shows_nothing_and_the_proof_goes_on_with_the_others()
    {
        ModelSubject subject = ModelSubject.For(() => Sequential(Linear(6, 4), Tanh(), Linear(4, 3), Tanh(), Linear(3, 2)))
            .WithInput(n => randn(n, 6));

        CheckResult result = HostTest.Run(subject, HostTest.Options with { ProvesPower = true, ProvesEverywhere = true });

        Assert.Equal(["0", "1", "2", "4"], result.Power!.SeenAt);
        MutantResult full = result.Power.Mutants.Single(mutant => mutant.Site == "3");
        Assert.Equal((MutantOutcome.NotApplicable, "It cannot be put here: it fills the stack."), (full.Outcome, full.Detail));
    }

    [Fact]
    public async Task Cancellation_ends_the_host_at_once()
    {
        using var cancellation = new CancellationTokenSource();
        using var calls = new SemaphoreSlim(0);
        TrustOptions options = HostTest.Options with
        {
            Cancellation = cancellation.Token,
            Progress = new Steps(calls),
        };

        Task<TrustReport> run = Task.Run(() => Trust.Check(Misbehaving.Subject(Misdeed.LoopsForEver), options));
        await calls.WaitAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public void A_subject_with_an_address_is_looked_up_by_the_host()
    {
        using var session = TrustSession.Open(SubjectAddress.Of(typeof(HostedChecksTests), nameof(Addressed)), HostTest.Options);

        Assert.Equal("Linear", session.SubjectName);
        Assert.Equal(["runs-at-all", "runs-safely"], session.CheckIds);
        Assert.Equal(Verdict.Passed, session.Check("runs-safely").Verdict);
    }

    [Fact]
    public void An_address_without_a_subject_is_refused_with_the_reason()
    {
        using var session = TrustSession.Open(SubjectAddress.Of(typeof(HostedChecksTests), "Nothing"), HostTest.Options);

        var thrown = Assert.Throws<InvalidOperationException>(() => session.Kind);

        Assert.Contains("HostedChecksTests.Nothing is no property or method", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Gives a sign when it is called, and hangs.</summary>
    private static ModelSubject HangsWhenLookedUp()
    {
        File.WriteAllText(Environment.GetEnvironmentVariable("TORCHTRUST_TEST")!, "");
        Thread.Sleep(Timeout.Infinite);
        return Addressed();
    }

    private static ModelSubject Addressed() => ModelSubject.For(() => Linear(6, 3)).WithInput(n => randn(n, 6));

    private sealed class Steps(SemaphoreSlim calls) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value)
        {
            if (value.Step == RunsAtAll.Call)
            {
                calls.Release();
            }
        }
    }
}
