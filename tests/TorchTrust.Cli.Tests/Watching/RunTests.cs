using System.Diagnostics;
using System.Globalization;

namespace TorchTrust.Cli.Tests.Watching;

/// <summary>How a watched program runs and ends, and what is left of it.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task The_report_has_curves_and_what_was_seen()
    {
        using WatchedTraining watched = await WatchedTraining.Of("right");

        Assert.Equal(["loss", "norm", "rate"], watched.Pictures.OfType<CurvePicture>().Select(picture => picture.ValueAxis));
        Assert.All(watched.Pictures.OfType<CurvePicture>(), picture => Assert.Equal(30, picture.Curves[0].X.Count));
        Assert.Contains("_encoder.first.weight", watched.Pictures.OfType<HeatMapPicture>().Single().Rows);
        TablePicture seen = watched.Pictures.OfType<TablePicture>().Single();
        Assert.Contains(seen.Rows, row => row[0] == "optimizer" && row[1].Contains("30 steps (30 looked at)", StringComparison.Ordinal));
        Assert.Contains(seen.Rows, row => row[0] == "epochs" && row[1] == "3");
        Assert.Contains(seen.Rows, row => row[0] == "watching took");
        Assert.Equal(["TorchTrust.Watch.Fixture"], watched.Report.Weaving!.Woven);
        Assert.NotNull(watched.Report.Environment);
    }

    [Fact]
    public async Task All_forms_of_the_report_are_written()
    {
        using var place = new Workplace();

        using ToolRun run = await ToolRun.Of(
            place, "watch", Place.Watched, "--share", "100", "--output", "out", "--markdown", "out/run.md", "--", "no-clearing");

        Assert.Equal(1, run.ExitCode);
        foreach (string file in new[] { "report.html", "report.json", "junit.xml", "report.sarif", "run.md" })
        {
            string text = await File.ReadAllTextAsync(place[$"out/{file}"], TestContext.Current.CancellationToken);
            Assert.Contains("watch-gradients-cleared", text, StringComparison.Ordinal);
        }

        string page = await File.ReadAllTextAsync(place["out/report.html"], TestContext.Current.CancellationToken);
        Assert.Contains("The run, as it was seen", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_trains_nothing_is_told_so()
    {
        using WatchedTraining watched = await WatchedTraining.Of("nothing");

        Assert.Equal(4, watched.Run.ExitCode);
        Assert.Contains("Nothing was trained", watched.Run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throws", 134, "InvalidOperationException: the disk of the user is full")]
    [InlineData("segfault", 139, "SIGSEGV")]
    [InlineData("an-unknown-training", 2, "exit code 2")]
    public async Task The_programs_own_exit_code_is_kept(string training, int exitCode, string words)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using WatchedTraining watched = await WatchedTraining.Of(training);

        Assert.Equal(exitCode, watched.Run.ExitCode);
        Assert.Contains(words, watched.Run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_seen_before_a_crash_is_in_the_report()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using WatchedTraining watched = await WatchedTraining.Of("segfault");

        Assert.Equal(30, watched.Pictures.OfType<CurvePicture>().First().Curves[0].X[^1]);
    }

    [Fact]
    public async Task It_ends_after_so_many_steps()
    {
        using WatchedTraining watched = await WatchedTraining.Of("endless", "--steps", "25");

        Assert.Equal(25, watched.Pictures.OfType<CurvePicture>().First().Curves[0].X[^1]);
        Assert.True(watched.Run.ExitCode == 0, watched.Run.Errors);
    }

    [Fact]
    public async Task It_ends_after_a_time()
    {
        using WatchedTraining watched = await WatchedTraining.Of("endless", "--for", "3s");

        Assert.Contains("was ended by --steps or --for", watched.Seen("the program"), StringComparison.Ordinal);
        Assert.True(watched.Run.ExitCode is 0 or 4, watched.Run.Errors);
    }

    [Fact]
    public async Task A_closed_pipe_loses_nothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        using var place = new Workplace();

        await Shell(
            place,
            $"dotnet exec '{Place.Tool}' watch '{Place.Watched}' --share 100 --json run.json -- no-clearing epochs=20 2>&1 | head -1");

        TrustReport report = place.Run("run.json").Reports[0];
        Assert.Equal("watch-gradients-cleared", Assert.Single(report.Errors).CheckId);
        Assert.Equal(200, report.Results.SelectMany(result => result.Pictures).OfType<CurvePicture>().First().Curves[0].X[^1]);
    }

    [Fact]
    public async Task A_full_disk_is_told_after_what_was_found_and_what_fits_is_written()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk is made as Linux makes one.");
        using var place = new Workplace();
        string mount = $"mkdir -p small && mount -t tmpfs -o size=128k tmpfs small";
        (int able, _) = await Shell(place, $"unshare -rm sh -c '{mount}'");
        Assert.SkipUnless(able == 0, "This user may make no disk.");

        // The page is larger than that, the document is not.
        (int exitCode, string told) = await Shell(
            place,
            $"""
            unshare -rm sh -c "{mount} && head -c 80000 /dev/zero > small/filled &&
              dotnet exec '{Place.Tool}' watch '{Place.Watched}' --share 100 --html small/run.html --json small/run.json -- no-clearing;
              code=\$?; ls small; cp small/run.json . ; exit \$code" 2>&1
            """);

        Assert.Equal(3, exitCode);
        Assert.Contains("watch-gradients-cleared", told, StringComparison.Ordinal);
        Assert.Contains("small/run.html cannot be written", told, StringComparison.Ordinal);
        Assert.Contains("\nfilled\nrun.json\n", told, StringComparison.Ordinal);
        Assert.Single(place.Run("run.json").Reports[0].Errors);
    }

    [Fact]
    public async Task A_program_of_one_file_is_watched()
    {
        using var place = new Workplace();
        place.Write("train.cs", $$"""
            #:package TorchSharp@0.107.0
            #:package {{Place.Backend}}@2.10.0
            #:property CreateHardLinksForCopyLocalIfPossible=true
            #:property TieredPGO=true
            using static TorchSharp.torch;

            var net = nn.Linear(4, 2);
            var optimizer = optim.SGD(net.parameters(), 0);
            for (int step = 0; step < int.Parse(args[0]); step++)
            {
                optimizer.zero_grad();
                net.call(randn(8, 4)).square().mean().backward();
                optimizer.step();
            }

            Console.WriteLine($"profiles: {AppContext.GetData("System.Runtime.TieredPGO")}");
            """);

        // The SDK keeps what it builds of such a program, which goes with the folder here.
        (string, string) data = ("XDG_DATA_HOME", Directory.CreateDirectory(place["data"]).FullName);
        using ToolRun run = await ToolRun.With(data, place, "watch", "train.cs", "--json", "run.json", "--", "30");

        Assert.True(run.ExitCode == 1, run.Errors);
        CheckResult found = Assert.Single(place.Run("run.json").Reports[0].Errors);
        Assert.Equal("watch-rate-not-zero", found.CheckId);
        Assert.EndsWith("train.cs", found.Findings[0].Source!.File, StringComparison.Ordinal);
        Assert.Equal(8, found.Findings[0].Source!.Line);

        // What the program says of its runtime stays.
        Assert.Contains("profiles: true", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_runs_often_is_compiled_twice_only()
    {
        using WatchedTraining watched = await WatchedTraining.Of("runtime");

        Assert.Contains("profiles: false", watched.Run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_goes_to_the_program_and_the_report_is_written(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using WatchedTraining watched = WatchedTraining.Start("endless");
        await watched.Run.ReadUntil("begun");

        using (var kill = Process.Start("kill", [$"-{signal}", $"{watched.Run.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await watched.Run.End();

        Assert.Equal(exitCode, watched.Run.ExitCode);
        Assert.Equal("training run", watched.Report.Kind);
    }

    [Fact]
    public async Task What_the_program_starts_is_not_watched()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no env.");
        using WatchedTraining watched = await WatchedTraining.Of("child");

        Assert.Contains("the child knows nothing", watched.Run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_answered_in_the_settings()
    {
        using var place = new Workplace();
        string settings = place.Write(
            "torchtrust.json",
            """{ "answers": [{ "rule": "watch-parameters-held", "place": "_encoder.*", "reason": "Random features, on purpose." }] }""");

        using ToolRun run = await ToolRun.Of(
            place, "watch", Place.Watched, "--share", "100", "--config", settings, "--json", "run.json", "--", "forgotten-part");

        Assert.True(run.ExitCode == 0, run.Errors);
        CheckResult answered = place.Run("run.json").Reports[0].Results.Single(result => result.CheckId == "watch-parameters-held");
        Assert.Equal("Random features, on purpose.", answered.Answer);
    }

    [Fact]
    public async Task Quiet_tells_the_verdict_only()
    {
        using WatchedTraining watched = await WatchedTraining.Of("no-clearing", "--quiet");

        Assert.Equal(1, watched.Run.ExitCode);
        Assert.DoesNotContain("watch-gradients-cleared", watched.Run.Errors, StringComparison.Ordinal);
        Assert.Contains("1 fault", watched.Run.Errors, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)] // Twenty thousand steps, each of them looked at: a minute.
    public async Task Memory_of_our_own_does_not_grow_over_20_000_steps()
    {
        using WatchedTraining watched = await WatchedTraining.Of("long epochs=2000");

        long[] bytes = [.. watched.Run.Output.Split('\n').Where(line => line.StartsWith("bytes ", StringComparison.Ordinal))
            .Select(line => long.Parse(line[6..], CultureInfo.InvariantCulture))];
        Assert.Equal(2, bytes.Length);
        Assert.InRange(bytes[1] - bytes[0], long.MinValue, 1 << 20);
        Assert.Equal(20_000, watched.Pictures.OfType<CurvePicture>().First().Curves[0].X[^1]);
        Assert.Empty(watched.Found);
    }

    [Fact]
    public async Task A_small_share_looks_at_fewer_steps_and_says_so()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(
            place, "watch", Place.Watched, "--share", "0.1", "--json", "run.json", "--", "right", "epochs=60");

        TablePicture seen = place.Run("run.json").Reports[0].Results.SelectMany(result => result.Pictures).OfType<TablePicture>().Single();
        string took = seen.Rows.Single(row => row[0] == "watching took")[1];
        Assert.Matches(@"looked at [\d,]+ of 600 steps", took);
        Assert.DoesNotContain("looked at 600 of", took, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> Shell(Workplace place, string line)
    {
        var start = new ProcessStartInfo("sh")
        {
            WorkingDirectory = place.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(["-c", line], start.ArgumentList.Add);
        using Process shell = Process.Start(start)!;
        Task<string> errors = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (shell.ExitCode, output + await errors);
    }
}
