using Spectre.Console.Testing;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Display;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Tests.Display;

public sealed class TerminalDisplayTests
{
    private static readonly FoundSubject _subject = new(new SubjectAddress("/a.dll", "A.Nets", "Small"));

    [Fact]
    public void What_the_work_throws_comes_out_as_it_is()
    {
        using TestConsole console = new TestConsole().Interactive().EmitAnsiSequences();
        var display = new TerminalDisplay(console, isVerbose: false);

        ToolException thrown = Assert.Throws<ToolException>(() => display.While<int>(() => throw ToolException.WrongUse("no")));

        Assert.Equal("no", thrown.Message);
    }

    [Fact]
    public void Errors_as_they_come_and_subjects_that_are_done_stay()
    {
        using TestConsole console = new TestConsole().Interactive().EmitAnsiSequences();
        var display = new TerminalDisplay(console, isVerbose: false);
        var failed = new CheckResult("values-are-finite", "", Verdict.Failed);
        var passed = new CheckResult("every-input-matters", "", Verdict.Passed);
        display.Found(1);
        int done = display.While(() =>
        {
            display.Began(_subject);
            display.Moved(_subject, new CheckProgress("Net", failed.CheckId, 1, 2, failed));
            display.Moved(_subject, new CheckProgress("Net", passed.CheckId, 2, 2, passed));
            display.Ended(_subject, new SubjectOutcome(_subject, new TrustReport("Net", "model", 1, [failed, passed])));
            return 7;
        });

        Assert.Equal(7, done);
        Assert.Contains("values-are-finite", console.Output, StringComparison.Ordinal);
        Assert.Contains("1 passed (0 proven)", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("every-input-matters", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_the_machine_is_told_once()
    {
        var lines = new RunLines(isVerbose: false);
        using var console = new TestConsole();
        foreach (string name in new[] { "One", "Two" })
        {
            var outcome = new SubjectOutcome(_subject, new TrustReport(name, "", 1, []) { Failure = "There is no backend." })
            {
                CouldNotRun = true,
            };
            console.Write(lines.Of(outcome)!);
        }

        Assert.Contains("One  could not be opened: There is no backend.", console.Output, StringComparison.Ordinal);
        Assert.Contains("Two  could not be opened, as One", console.Output, StringComparison.Ordinal);
    }
}
