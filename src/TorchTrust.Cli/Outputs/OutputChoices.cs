using System.CommandLine;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Outputs;

/// <summary>The options that say which reports are written.</summary>
internal sealed class OutputChoices
{
    private readonly Option<string?> _output = OptionKinds.Text(
        "--output", "DIR", "Writes all reports into a folder: report.html, report.json, junit.xml, report.sarif", "-o");

    private readonly Option<string?> _html = OptionKinds.Text("--html", "FILE", "Writes the report as one HTML page");
    private readonly Option<string?> _json = OptionKinds.Text("--json", "FILE", "Writes the run as JSON");
    private readonly Option<string?> _junit = OptionKinds.Text("--junit", "FILE", "Writes JUnit XML, for CI servers");
    private readonly Option<string?> _sarif = OptionKinds.Text("--sarif", "FILE", "Writes SARIF 2.1, for code scanning");
    private readonly Option<string?> _markdown = OptionKinds.Text("--markdown", "FILE", "Writes Markdown: what is new since the baseline");
    private readonly Option<bool> _gitHub = OptionKinds.Flag(
        "--github", "Writes annotations for GitHub workflows to the output, and Markdown to the summary of the step");

    private readonly Option<bool> _msBuild = OptionKinds.Flag("--msbuild", "Writes failures as compilers do: file(line): error id: text");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_output, _html, _json, _junit, _sarif, _markdown, _gitHub, _msBuild];

    /// <summary>What was given.</summary>
    public OutputOptions Read(ParseResult given) => new()
    {
        Folder = given.GetValue(_output),
        Html = given.GetValue(_html),
        Json = given.GetValue(_json),
        JUnit = given.GetValue(_junit),
        Sarif = given.GetValue(_sarif),
        Markdown = given.GetValue(_markdown),
        GitHub = given.GetValue(_gitHub),
        MsBuild = given.GetValue(_msBuild),
    };
}
