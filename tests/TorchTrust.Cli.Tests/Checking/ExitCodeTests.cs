namespace TorchTrust.Cli.Tests.Checking;

public sealed class ExitCodeTests
{
    [Fact]
    public async Task A_right_model_ends_with_0_and_leaves_its_reports_where_git_does_not_look()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(place, "check", Place.Fixture, "--subject", "Right");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("No fault found", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [".gitignore", "report.html", "report.json"],
            Directory.EnumerateFiles(place["torchtrust-report"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        TrustRun written = place.Run("torchtrust-report/report.json");
        Assert.True(Assert.Single(written.Reports).IsProven);
        Assert.Equal($"torchtrust check {Place.Fixture} --subject Right --seed 42", written.Command);
    }

    [Fact]
    public async Task Every_report_that_is_asked_for_is_written_and_no_other()
    {
        using var place = new Workplace();
        using ToolRun run =
            await ToolRun.Of(place, "check", Place.Fixture, "-s", "Right", "--check", CheckIds.ValuesAreFinite, "--output", "out");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["junit.xml", "report.html", "report.json", "report.sarif"],
            Directory.EnumerateFiles(place["out"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(place["torchtrust-report"]));
    }

    [Fact]
    public async Task The_page_is_made_again_from_the_json_alone()
    {
        using var place = new Workplace();
        using ToolRun check = await ToolRun.Of(place, "check", Place.Fixture, "-s", "Right", "--check", CheckIds.ValuesAreFinite);
        string page = await File.ReadAllTextAsync(place["torchtrust-report/report.html"], TestContext.Current.CancellationToken);
        using ToolRun report = await ToolRun.Of(place, "report", "torchtrust-report/report.json", "--html", "again.html");

        Assert.Equal((0, ""), (report.ExitCode, report.Errors));
        Assert.Equal(page, await File.ReadAllTextAsync(place["again.html"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_throwing_constructor_fails_once_and_a_broken_recipe_is_told_and_both_end_with_1()
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(place, "check", Place.Fixture, "-s", "Throwing", "-s", "Unopened", "--json", "r.json");

        Assert.Equal(1, run.ExitCode);
        TrustRun written = place.Run("r.json");
        CheckResult failed = Assert.Single(written.Reports[0].Errors);
        Assert.Contains("There is no weights.bin.", failed.Findings[0].What, StringComparison.Ordinal);
        Assert.All(
            written.Reports[0].Results.Where(result => result != failed), result => Assert.Equal(Verdict.Inconclusive, result.Verdict));
        Assert.Contains("The recipe itself is broken.", written.Reports[1].Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_question_ends_with_4_says_what_to_paste_and_fails_or_passes_if_asked_to()
    {
        using var place = new Workplace();
        string[] command =
        [
            "check", Place.Fixture, "-s", "Mixing", "--check", CheckIds.SamplesAreIndependentInEval, "--check", CheckIds.ValuesAreFinite,
            "--no-report",
        ];
        using ToolRun open = await ToolRun.Of(place, command);
        using ToolRun lenient = await ToolRun.Of(place, [.. command, "--allow-questions"]);
        using ToolRun unproven = await ToolRun.Of(place, [.. command, "--allow-unproven"]);
        using ToolRun strict = await ToolRun.Of(place, [.. command, "--fail-on", "question"]);

        Assert.Equal((4, 0, 4, 1), (open.ExitCode, lenient.ExitCode, unproven.ExitCode, strict.ExitCode));
        Assert.Contains("sample 1 changes when sample 0 does", open.Output, StringComparison.Ordinal);
        Assert.Contains("meant? add to the subject: .MixesSamplesOnPurpose(\"why it is right\")", open.Output, StringComparison.Ordinal);
        Assert.Contains(
            "meant? put on MixingNet: [TrustAnswer(\"samples-independent-in-eval\", \"why it is right\")]",
            open.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            $"torchtrust check {Place.Fixture} --subject Subjects.Mixing --check samples-independent-in-eval --seed 42", open.Output,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(place["torchtrust-report"]));
    }

    [Fact]
    public async Task Nothing_proven_ends_with_4_unless_allowed()
    {
        using var place = new Workplace();
        string[] command = ["check", Place.Fixture, "-s", "Right", "--check", CheckIds.BackendComputesRight, "--no-report"];
        using ToolRun strict = await ToolRun.Of(place, command);
        using ToolRun lenient = await ToolRun.Of(place, [.. command, "--allow-unproven"]);

        Assert.Equal((4, 0), (strict.ExitCode, lenient.ExitCode));
        Assert.Contains("no check passed with its power shown", strict.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--subject", "Rihgt", "Subjects.Right")]
    [InlineData("--check", "values-are-finit", "Did you mean values-are-finite?")]
    [InlineData("--area", "bakcend", "Allowed: backend, structure")]
    [InlineData("--time-limit", "soon", "a duration such as 90s")]
    [InlineData("--nonsense", "1", "'--nonsense' is unknown here")]
    public async Task A_wrong_command_line_ends_with_2_and_says_what_is_allowed(string option, string value, string expected)
    {
        using var place = new Workplace();
        using ToolRun run = await ToolRun.Of(place, "check", Place.Fixture, option, value);

        Assert.Equal((2, ""), (run.ExitCode, run.Output.Replace($"building {Place.Fixture}", "", StringComparison.Ordinal)));
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_tells_the_verdict_and_verbose_every_proof()
    {
        using var place = new Workplace();
        string[] command = ["check", Place.Fixture, "-s", "Right", "--check", CheckIds.ValuesAreFinite, "--no-report"];
        using ToolRun quiet = await ToolRun.Of(place, [.. command, "--quiet"]);
        using ToolRun verbose = await ToolRun.Of(place, [.. command, "--verbose"]);

        Assert.StartsWith("No fault found", quiet.Output.Trim(), StringComparison.Ordinal);
        Assert.Contains("power shown: killed", verbose.Output, StringComparison.Ordinal);
    }
}
