using Spectre.Console.Testing;
using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Display;

namespace TorchTrust.Cli.Tests.Display;

public sealed class LivePictureTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(80)]
    [InlineData(40)]
    [InlineData(20)]
    public void It_is_never_wider_than_the_terminal(int width)
    {
        var console = new TestConsole();
        console.Profile.Width = width;
        var picture = new LivePicture(console);
        picture.Found(2);
        foreach (string member in new[] { "Small", "漢字の名前はとても長いことがあります\u001b[2J" })
        {
            var subject = new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", member));
            picture.Began(subject);
            picture.Moved(subject, new CheckProgress(
                member, "values-are-finite", 3, 31, null, "values-are-finite: mutant inject-nan at encoder.layers.0.attention"));
        }

        console.Write(picture.Render());

        Assert.All(console.Lines, line => Assert.True(new Spectre.Console.Rendering.Segment(line).CellCount() < width, line));
        Assert.Equal(3, console.Lines.Count);
        Assert.DoesNotContain('\u001b', console.Output);
    }

    [Fact]
    public void It_says_what_runs_how_far_it_is_and_what_came_of_it()
    {
        var console = new TestConsole();
        console.Profile.Width = 120;
        var picture = new LivePicture(console);
        var subject = new FoundSubject(new SubjectAddress("/a.dll", "A.Nets", "Small"));
        picture.Found(1);
        picture.Began(subject);
        picture.Moved(subject, new CheckProgress("Net", "a", 1, 4, new CheckResult("a", "", Verdict.Passed)));
        picture.Moved(subject, new CheckProgress("Net", "b", 2, 4, new CheckResult("b", "", Verdict.Failed)));
        picture.Moved(subject, new CheckProgress("Net", "c", 2, 4, null, "c: mutant m at head"));
        console.Write(picture.Render());

        Assert.Contains("Net  ━━━━━━━━────────  2/4  ✗1 ✓1  c: proving with m at head", console.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 1 subject done", console.Output, StringComparison.Ordinal);

        picture.Ended(subject, new SubjectOutcome(subject, new TrustReport("Net", "model", 1, [new CheckResult("b", "", Verdict.Failed)])));
        console.Write(picture.Render());
        Assert.Contains("1 of 1 subject done, 1 failed", console.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("exactly ten", 6, "exact…")]
    [InlineData("漢字漢字", 5, "漢字…")]
    [InlineData("x", 0, "")]
    public void Texts_are_cut_by_columns(string text, int width, string expected) => Assert.Equal(expected, Cells.Crop(text, width));
}
