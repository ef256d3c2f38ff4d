using System.Diagnostics;

namespace TorchTrust.Cli.Tests.Checking;

public sealed class IsolationTests
{
    private const string Safe = CheckIds.ValuesAreFinite;

    [Fact]
    public async Task A_subject_that_ends_its_process_fails_with_its_last_step_and_the_others_go_on()
    {
        using var place = new Workplace();
        using ToolRun run =
            await ToolRun.Of(place, "check", Place.Fixture, "-s", "Crashing", "-s", "Right", "--check", Safe, "--json", "r.json");

        Assert.Equal(1, run.ExitCode);
        TrustRun written = place.Run("r.json");
        CheckResult crashed = Assert.Single(written.Reports.Single(report => report.Subject == "Crashing").Errors);
        Assert.Contains("the process ended (", crashed.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("forward and backward pass", crashed.Findings[0].What, StringComparison.Ordinal);
        Assert.True(written.Reports.Single(report => report.Subject == "Right").IsProven);
    }

    [Fact]
    public async Task A_subject_that_never_ends_fails_at_the_limit()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(
            place, "check", Place.Fixture, "-s", "Hanging", "--check", Safe, "--time-limit", "1s", "--json", "r.json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "did not end within 1 s", place.Run("r.json").Reports[0].Errors.Single().Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("--time-limit 1s", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_that_eats_memory_fails_at_the_limit()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(
            place, "check", Place.Fixture, "-s", "Devouring", "--check", Safe, "--memory-limit", "700MB", "--json", "r.json");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "MiB of memory, more than it may", place.Run("r.json").Reports[0].Errors.Single().Findings[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subject_that_writes_reads_and_changes_the_culture_harms_nothing()
    {
        using var place = new Workplace();
        using ToolRun run =
            await ToolRun.Of(place, "check", Place.Fixture, "-s", "Chattering", "-s", "Right", "--json", "r.json", "--jobs", "1");

        Assert.Equal(0, run.ExitCode);
        TrustRun written = place.Run("r.json");
        Assert.Equal(
            written.Reports[0].Results.Select(result => (result.CheckId, result.Verdict)),
            written.Reports[1].Results.Select(result => (result.CheckId, result.Verdict)));
        Assert.DoesNotContain("no line of the protocol", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_subjects_are_checked_in_the_order_of_the_program()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(place, "check", Place.Fixture, "-s", "Many.Net0*", "--check", Safe, "--json", "r.json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            Enumerable.Range(1, 9).Select(number => $"Net{number:00}"), place.Run("r.json").Reports.Select(report => report.Subject));
    }

    [Fact]
    public async Task A_program_of_an_older_framework_is_rolled_forward_and_told_so()
    {
        Assert.SkipWhen(
            Directory.EnumerateDirectories(
                Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..")), "8.*").Any(),
            "The runtime of .NET 8 is installed here: there is nothing to roll forward.");
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(place, "check", Place.Fixture, "-s", "Derived.Subject", "--check", Safe, "--json", "r.json");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("was built for .NET 8.0, which is not installed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(".NET 8", place.Run("r.json").Reports[0].Environment!.Runtime, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_run_ends_its_hosts_writes_what_is_done_and_ends_with_130()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The processes of the run are looked up in /proc.");
        using var place = new Workplace();
        using ToolRun run = ToolRun.Start(
            place, "check", Place.Fixture, "-s", "Right", "-s", "Hanging", "--check", Safe, "--jobs", "1", "--json", "r.json");
        await run.ReadUntil("✓ Right");

        // The host of the first subject has ended before its line was written: this is that of the next.
        int[] hosts = await Children(run.Id);
        using Process signal = Process.Start("kill", ["-TERM", $"{run.Id}"]);
        await run.End();

        Assert.Equal(130, run.ExitCode);
        Assert.Contains("Interrupted", run.Output, StringComparison.Ordinal);
        Assert.Contains(place.Run("r.json").Reports, report => report is { Subject: "Right", IsProven: true });
        Assert.NotEmpty(hosts);
        Assert.All(hosts, host => Assert.False(Directory.Exists($"/proc/{host}")));
    }

    private static async Task<int[]> Children(int process)
    {
        while (true)
        {
            string text = string.Concat(Directory.EnumerateDirectories($"/proc/{process}/task").Select(ChildrenOf));
            if (text.Trim().Length > 0)
            {
                return [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
            }

            // Nothing tells when a process gets a child.
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static string ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children"));
        }
        catch (IOException)
        {
            // The thread has ended.
            return "";
        }
    }
}
