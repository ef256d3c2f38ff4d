using System.CommandLine;

namespace TorchTrust.Cli.Outputs;

/// <summary>The options that say which reports are written.</summary>
internal sealed class OutputChoices
{
    private readonly Option<string?> _output = Path("--output", "DIR", "Writes all reports into a folder: report.html, report.json, junit.xml, report.sarif", "-o");
    private readonly Option<string?> _html = Path("--html", "FILE", "Writes the report as one HTML page");
    private readonly Option<string?> _json = Path("--json", "FILE", "Writes the run as JSON");
    private readonly Option<string?> _junit = Path("--junit", "FILE", "Writes JUnit XML, for CI servers");
    private readonly Option<string?> _sarif = Path("--sarif", "FILE", "Writes SARIF 2.1, for code scanning");
    private readonly Option<bool> _gitHub = new("--github") { Description = "Writes annotations for GitHub workflows to the output" };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_output, _html, _json, _junit, _sarif, _gitHub];

    /// <summary>What was given.</summary>
    public OutputOptions Read(ParseResult given) => new()
    {
        Folder = given.GetValue(_output),
        Html = given.GetValue(_html),
        Json = given.GetValue(_json),
        JUnit = given.GetValue(_junit),
        Sarif = given.GetValue(_sarif),
        GitHub = given.GetValue(_gitHub),
    };

    private static Option<string?> Path(string name, string kind, string help, params string[] aliases) =>
        new(name, aliases) { Description = help, HelpName = kind };
}
