using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using StbImageSharp;

namespace TorchTrust.Reporting.Tests;

public sealed class HtmlReportTests
{
    [Fact]
    public void A_run_and_its_json_give_the_same_page() =>
        Assert.Equal(Examples.Page(Examples.Run), Examples.Page(TrustRun.FromJson(Examples.Run.ToJson())));

    [Fact]
    public void The_worst_subject_and_its_failures_come_first()
    {
        IDocument page = Parse(Examples.Run);

        Assert.Equal("No", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Net", "Closed", "Right"], page.QuerySelectorAll(".subject h2").Select(heading => heading.TextContent));
        Assert.Equal(
            ["failed", "question", "known", "answered", "inconclusive", "passed", "passed", "skipped"],
            page.QuerySelectorAll("#s2 [data-kind]").Select(result => result.GetAttribute("data-kind")));
        Assert.All(page.QuerySelectorAll("#s2 > .result"), result => Assert.True(result.HasAttribute("open")));
        Assert.All(page.QuerySelectorAll("#s2 > .group:not(.modules)"), group => Assert.False(group.HasAttribute("open")));
    }

    [Fact]
    public void Everything_of_a_failure_is_on_the_page()
    {
        IElement failure = Parse(Examples.Run).QuerySelector("#s2 > .result.failed")!;

        string[] expected =
        [
            "sample 1 changes when sample 0 does", "encoder.mix", "/home/ada/net/Models/Mix.cs:17", "0.312", "1.19e-07",
            Examples.Leak.Why!, Examples.Leak.Remedy!, "1.5 s", "behaviour",
        ];
        Assert.All(expected, text => Assert.Contains(text, failure.TextContent, StringComparison.Ordinal));
        Assert.NotNull(failure.QuerySelector("svg[role=img]"));
    }

    [Fact]
    public void What_follows_is_folded_under_its_cause_and_stands_nowhere_else()
    {
        IDocument page = Parse(Examples.Run);

        IElement following = Assert.Single(page.QuerySelectorAll("#s2 > .result.failed details.following"));
        Assert.False(following.HasAttribute("open"));
        Assert.Contains("1 finding follows from it, and goes when it is mended", following.TextContent, StringComparison.Ordinal);
        Assert.Contains("sample 3 depends on its place", following.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("[data-kind=following], [data-filter=following]"));
    }

    [Fact]
    public void A_question_has_the_lines_that_answer_it_and_an_answer_its_reason()
    {
        IDocument page = Parse(Examples.Run);

        string question = page.QuerySelector("#s2 > .result.question .answers")!.TextContent;
        Assert.Contains(".StopsGradientsOnPurpose(\"head.bias\", \"why it is right\")", question, StringComparison.Ordinal);
        Assert.Contains("on Net.head: [TrustAnswer(\"every-parameter-learns\", \"why it is right\")]", question, StringComparison.Ordinal);
        Assert.Contains("The teacher is not trained.", page.QuerySelector("#s2 .result.answered")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_module_that_a_failure_names_is_marked_and_no_other()
    {
        IEnumerable<string> marked = Parse(Examples.Run).QuerySelectorAll("#s2 .tree .culprit > .module > .name:first-child")
            .Select(module => module.TextContent);

        Assert.Equal(["Net", "mix", "head"], marked);
    }

    [Fact]
    public void The_power_of_a_pass_is_told_in_words()
    {
        IElement passed = Parse(Examples.Run).QuerySelector("#s2 .result.passed")!;

        Assert.Contains(
            "noticed the fault that was put into the subject on purpose, at 1 of 2 places", passed.TextContent, StringComparison.Ordinal);
        Assert.Contains("blind at head", passed.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_from_user_code_becomes_markup()
    {
        IDocument page = Parse(Examples.Evil);

        Assert.Single(page.QuerySelectorAll("script"));
        Assert.Empty(page.QuerySelectorAll("img, iframe, object, embed, [onerror], [onclick], [onload]"));
        Assert.Contains(Examples.Hostile, page.QuerySelector(".subject h2")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Examples.Hostile, page.QuerySelector("pre")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_kept_apart_from_the_direction_of_the_text_around_them()
    {
        IDocument page = Parse(Examples.Spoil(Examples.Run, Examples.RightToLeft));

        IElement[] holders = [.. page.QuerySelectorAll("main *").Where(element =>
            element.ChildNodes.OfType<IText>().Any(text => text.Data.Contains(Examples.RightToLeft, StringComparison.Ordinal)))];
        Assert.NotEmpty(holders);
        Assert.All(
            holders.Where(holder => holder.Closest("svg, th, pre, dt, .type") is null),
            holder => Assert.Equal("bdi", holder.LocalName));
    }

    [Fact]
    public void What_no_document_can_hold_is_shown_and_does_not_throw()
    {
        IDocument page = Parse(Examples.Spoil(Examples.Run, "a\0b\u0001c\uD800d"));

        Assert.Contains("a␀b␁c\uFFFDd", page.QuerySelector(".subject h2")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_unique_and_links_within_the_page_lead_somewhere()
    {
        IDocument page = Parse(Examples.Spoil(Examples.Run, "same"));

        Assert.Empty(page.QuerySelectorAll("[id]").Select(element => element.Id).GroupBy(id => id).Where(ids => ids.Count() > 1)
            .Select(ids => ids.Key));
        Assert.All(page.QuerySelectorAll("a[href^='#']"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
    }

    [Fact]
    public void Nothing_comes_from_elsewhere()
    {
        IDocument page = Parse(Examples.Run);

        Assert.Empty(page.QuerySelectorAll("[src]"));
        Assert.All(page.QuerySelectorAll("link"), link => Assert.StartsWith("data:", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.DoesNotContain("@import", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_modules_and_findings_stay_below_a_megabyte()
    {
        string longName = new('x', 300);
        TrustReport report = Examples.Faulty with
        {
            Modules =
            [
                new("", "Net"),
                .. Enumerable.Range(0, 5_000).Select(i => new ModuleNode($"layers.{i}", "Linear") { ParameterCount = i }),
                new("layers.culprit", "Linear"),
            ],
            Results =
            [
                Examples.Leak with
                {
                    Findings = [.. Enumerable.Range(0, 5_000).Select(i => new Finding($"{longName} {i}") { Module = "layers.culprit" })],
                },
                .. Examples.Faulty.Results,
            ],
        };
        string page = Examples.Page(Examples.Run with { Reports = [report] });

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 1_000_000);
        IDocument document = new HtmlParser().ParseDocument(page);
        Assert.Contains("layers.culprit", document.QuerySelectorAll(".tree .culprit > .module > .name").Select(name => name.TextContent));
        Assert.Contains("3502 more modules", document.QuerySelector(".modules")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_subjects_says_so()
    {
        IDocument page = Parse(new TrustRun([]));

        Assert.Equal("Nothing was checked", page.QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public void The_page_of_the_sample_is_below_a_megabyte() =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Examples.Page(Recorded.Sample)), 100_000, 1_000_000);

    [Fact]
    public void What_is_derived_of_a_loss_is_a_table()
    {
        IElement figure = Parse(Recorded.Loss).QuerySelectorAll("figure.picture")
            .Single(figure => figure.TextContent.Contains("What is derived", StringComparison.Ordinal));

        Assert.Equal(
            ["samples", "mean"], figure.QuerySelector("tbody tr")!.QuerySelectorAll("th, td").Select(cell => cell.TextContent.Trim()));
    }

    private static IDocument Parse(TrustRun run) => new HtmlParser().ParseDocument(Examples.Page(run));

    [Fact]
    public void The_look_at_the_data_stands_before_all_results_and_nowhere_else()
    {
        string page = Examples.Page(new TrustRun([Examples.Data]));

        Assert.Contains("The data, just before the network", page, StringComparison.Ordinal);
        Assert.Contains(
            "1,234 items read · 5 batches loaded",
            Parse(new TrustRun([Examples.Data])).QuerySelector(".facts")!.TextContent,
            StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<img src=\"data:image/png;base64,").Length - 1);
        Assert.Contains("alt=\"train 3: 7\"", page, StringComparison.Ordinal);
        Assert.True(
            page.IndexOf("class=\"group look\"", StringComparison.Ordinal) < page.IndexOf("class=\"result", StringComparison.Ordinal));
        Assert.Equal(2, page.Split("How often each class of label occurs").Length);
        Assert.DoesNotContain("--show-data", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Tiles_are_pictures_with_their_pixels()
    {
        string page = Examples.Page(new TrustRun([Examples.Data]));
        string[] files =
            [.. page.Split("data:image/png;base64,").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)])];

        ImageResult grey = ImageResult.FromMemory(Convert.FromBase64String(files[0]));
        ImageResult colour = ImageResult.FromMemory(Convert.FromBase64String(files[1]));

        Assert.Equal((2, 2, ColorComponents.Grey), (grey.Width, grey.Height, grey.Comp));
        Assert.Equal([0, 80, 160, 255], grey.Data);
        Assert.Equal([255, 0, 0, 0, 0, 255], colour.Data);
    }

    [Fact]
    public void Where_items_are_not_shown_it_is_said_how_to_see_them()
    {
        CheckResult hidden = Examples.Data.Results[0].WithoutItems();

        string page = Examples.Page(new TrustRun([Examples.Data with { Results = [hidden] }]));

        Assert.Contains("--show-data", page, StringComparison.Ordinal);
        Assert.Contains("How often each class of label occurs", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Examples.OfAnItem, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Items_are_never_in_what_servers_read()
    {
        var run = new TrustRun([Examples.Data]);
        var texts = new List<string>();
        Action<TrustRun, TextWriter>[] servers =
        [
            JUnitReport.Write,
            (read, writer) => SarifReport.Write(read, writer),
            (read, writer) => MarkdownReport.Write(read, writer),
            (read, writer) => GitHubAnnotations.Write(read, writer),
            (read, writer) => MsBuildMessages.Write(read, writer),
        ];
        foreach (Action<TrustRun, TextWriter> write in servers)
        {
            using var writer = new StringWriter();
            write(run, writer);
            texts.Add($"{writer}");
        }

        Assert.All(texts, text => Assert.NotEmpty(text));
        Assert.All(texts, text => Assert.DoesNotContain(Examples.OfAnItem, text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain("base64", text, StringComparison.Ordinal));
    }
}
