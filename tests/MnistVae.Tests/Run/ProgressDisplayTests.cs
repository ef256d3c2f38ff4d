using System.Globalization;
using MnistVae.Run;
using Spectre.Console;
using Spectre.Console.Testing;

namespace MnistVae.Tests.Run;

public sealed class ProgressDisplayTests : IDisposable
{
    private const string EpochLine = "epoch  3/12  train loss 31.90  test loss 30.11  6.2 s";

    private readonly CultureInfo _culture = CultureInfo.CurrentCulture;

    // Commas and points the other way round: no display may follow the culture.
    public ProgressDisplayTests() => CultureInfo.CurrentCulture = new CultureInfo("de-DE");

    public void Dispose() => CultureInfo.CurrentCulture = _culture;

    [Fact]
    public void The_plain_display_writes_one_line_for_each_report()
    {
        using var console = new TestConsole();

        int result = Report(new PlainProgress(console.Profile.Out.Writer));

        Assert.Equal(42, result);
        Assert.Equal(
            ["epoch  3/12  step 1,234/5,628  loss 31.20  5,900 images/s  1:05 left", EpochLine, "a line"],
            console.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void The_terminal_display_shows_a_bar_with_numbers_and_keeps_the_lines_above_it()
    {
        using TestConsole console = new TestConsole().Width(100).Interactive();

        int result = Report(new TerminalProgress(console));

        Assert.Equal(42, result);
        Assert.Contains(EpochLine, console.Output, StringComparison.Ordinal);
        Assert.Contains("a line", console.Output, StringComparison.Ordinal);
        string bar = console.Lines.Last(line => line.Contains("left", StringComparison.Ordinal));
        Assert.Matches(@"epoch  3/12 [━╸ ]+ 21% +loss 31\.20  5,900 images/s  1:05 left", bar);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    public void The_terminal_display_fits_a_narrow_terminal(int width)
    {
        using TestConsole console = new TestConsole().Width(width).Interactive();

        Report(new TerminalProgress(console));

        Assert.All(console.Lines, line => Assert.True(line.Length <= width, $"'{line}' has {line.Length} characters."));
    }

    [Fact]
    public void Without_colours_the_terminal_display_sends_no_colour_codes()
    {
        using TestConsole console = new TestConsole().Width(100).Interactive().EmitAnsiSequences()
            .Colors(ColorSystem.NoColors);

        Report(new TerminalProgress(console));

        Assert.DoesNotMatch("\e\\[[0-9;]*(3[0-7]|4[0-7]|38|48|9[0-7])[0-9;]*m", console.Output);
        Assert.Contains("loss 31.20", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_work_throws_comes_through_both_displays()
    {
        using TestConsole console = new TestConsole().Interactive();
        foreach (IProgressDisplay display in new IProgressDisplay[] { new PlainProgress(TextWriter.Null), new TerminalProgress(console) })
        {
            var exception = Assert.Throws<IOException>(() => display.Show<int>(_ => throw new IOException("full")));
            Assert.Equal("full", exception.Message);
        }
    }

    [Theory]
    [InlineData(6.24, "6.2 s")]
    [InlineData(59.9, "59.9 s")]
    [InlineData(92.7, "1 min 32 s")]
    [InlineData(3720, "62 min 0 s")]
    public void Times_are_easy_to_read(double seconds, string expected) =>
        Assert.Equal(expected, ProgressText.Seconds(TimeSpan.FromSeconds(seconds)));

    private static int Report(IProgressDisplay display) => display.Show(reporter =>
    {
        reporter.Report(new ProgressState(3, 12, 1234, 5628, 31.2, 5900, TimeSpan.FromSeconds(65)));
        reporter.Report(new EpochSummary(3, 12, 31.9, 30.11, TimeSpan.FromSeconds(6.2)));
        reporter.Say("a line");
        return 42;
    });
}
