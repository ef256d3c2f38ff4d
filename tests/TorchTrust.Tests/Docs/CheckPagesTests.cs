using TorchTrust.Checks;

namespace TorchTrust.Tests.Docs;

public sealed class CheckPagesTests
{
    private static readonly string[] _sections =
    [
        "## The fault", "## How it is detected", "## What it costs", "## What its mutants stand for, and what not",
        "## When to switch it off",
    ];

    [Fact]
    public void The_list_of_checks_is_up_to_date()
    {
        string expected = CheckIndex.Write(Catalogue.All);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(CheckPages.Index, expected);
        }

        string actual = File.Exists(CheckPages.Index) ? File.ReadAllText(CheckPages.Index) : "";

        Assert.True(actual == expected, $"{CheckPages.Index} is out of date. UPDATE_DOCS=1 writes it. It has to be:\n{expected}");
    }

    [Fact]
    public void Every_check_has_a_page_with_its_sections()
    {
        string[] missing =
        [
            .. Catalogue.All.Select(check => check.Description.Id).SelectMany(id => CheckPages.Text(id) is { Length: > 0 } page
                ? _sections.Where(section => !page.Split('\n').Contains(section))
                    .Select(section => $"{id}.md lacks the section '{section}'")
                : [$"{id}.md is missing"]),
        ];

        Assert.True(missing.Length == 0, string.Join("\n", missing));
    }

    [Fact]
    public void Every_page_has_a_check()
    {
        IEnumerable<string> pages = Directory.GetFiles(CheckPages.Folder, "*.md").Select(path => Path.GetFileNameWithoutExtension(path));

        Assert.Empty(pages.Except(Catalogue.All.Select(check => check.Description.Id)).Except(["index"]));
    }

    [Fact]
    public void Every_check_has_a_test_class()
    {
        string[] missing =
        [
            .. Catalogue.All.Select(check =>
                    $"{check.GetType().FullName!.Replace("TorchTrust.", "TorchTrust.Tests.", StringComparison.Ordinal)}Tests")
                .Where(name => typeof(CheckPagesTests).Assembly.GetType(name) is null),
        ];

        Assert.True(missing.Length == 0, $"There is no {string.Join(", no ", missing)}.");
    }
}
