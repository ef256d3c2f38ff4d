using System.Text.RegularExpressions;
using Spectre.Console.Rendering;
using Spectre.Console.Testing;
using TorchTrust.Cli.Explain;
using TorchTrust.Cli.Listing;

namespace TorchTrust.Cli.Tests.Explain;

public sealed partial class ExplainTests
{
    private static readonly string[] _markdown = ["## ", "**", "](", "```", "| ---"];

    [Fact]
    public void The_tool_carries_the_page_of_every_check() =>
        Assert.Equal(ListedCheck.All().Select(check => check.Id).Order(StringComparer.Ordinal), CheckPages.Ids);

    [Fact]
    public void A_page_is_shown_with_its_sections_and_its_code()
    {
        CommandRun run = CommandRun.Of(100, "explain", "batch-sizes-work");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("batch-sizes-work", run.Output, StringComparison.Ordinal);
        Assert.Contains("The fault", run.Output, StringComparison.Ordinal);
        Assert.Contains("    return head.call(x).squeeze(1);", run.Output, StringComparison.Ordinal);
        Assert.Contains("When to switch it off", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(40)]
    public void Pages_keep_no_marks_of_markdown_and_fit_the_terminal(int columns)
    {
        foreach (string id in CheckPages.Ids)
        {
            string output = CommandRun.Of(columns, "explain", id).Output;

            Assert.DoesNotContain(_markdown, mark => output.Contains(mark, StringComparison.Ordinal));
            Assert.All(output.Split('\n'), line => Assert.True(line.TrimEnd().Length <= columns, $"{id}: {line}"));
        }
    }

    [Fact]
    public void Every_word_of_a_page_is_shown_in_its_order()
    {
        foreach (string id in CheckPages.Ids)
        {
            string[] words = Words(Unshown().Replace(CheckPages.Text(id), ""));

            string[] shown = Words(CommandRun.Of(2000, "explain", id).Output);

            Assert.Equal(words, shown);
        }

        static string[] Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];
    }

    [Fact]
    public void An_unknown_id_ends_with_2_and_the_nearest()
    {
        CommandRun run = CommandRun.Of(100, "explain", "batch-size-works");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no check 'batch-size-works'. Did you mean batch-sizes-work?", run.Errors, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void A_word_brings_the_ids_that_have_it()
    {
        CommandRun run = CommandRun.Of(100, "explain", "dropout");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Ids with 'dropout': dropout-acts-in-training.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Links_tables_and_numbered_lists_are_shown_as_such()
    {
        using TestConsole console = new TestConsole().Width(80);
        foreach (IRenderable part in MarkdownView.Of(
            """
            # Title [brackets] kept

            See [the site](https://example.org) and [the page](page.md).

            1. first
            2. second

            | a | b |
            | --- | --- |
            | `x` | y |
            """))
        {
            console.Write(part);
        }

        Assert.Contains("Title [brackets] kept", console.Output, StringComparison.Ordinal);
        Assert.Contains("See the site (https://example.org) and the page.", console.Output, StringComparison.Ordinal);
        Assert.Contains("2. second", console.Output, StringComparison.Ordinal);
        Assert.Matches(@"x\s+│?\s*y", console.Output);
    }

    /// <summary>The targets of links to other pages, and the languages of code.</summary>
    [GeneratedRegex(@"(?<=\])\([^)]*\)|(?<=```)[a-z]+")]
    private static partial Regex Unshown();

    [GeneratedRegex("[A-Za-z]{2,}")]
    private static partial Regex Word();
}
