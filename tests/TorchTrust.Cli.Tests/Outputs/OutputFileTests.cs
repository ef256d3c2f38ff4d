using TorchTrust.Cli.Outputs;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Tests.Outputs;

public sealed class OutputFileTests
{
    [Fact]
    public void A_file_that_breaks_off_leaves_the_old_one()
    {
        using var place = new Workplace();
        place.Write("r.json", "old");

        Assert.Throws<InvalidOperationException>(() => OutputFile.Write(place["r.json"], writer =>
        {
            writer.Write("half of");
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(place["r.json"]));
        Assert.Single(Directory.EnumerateFiles(place.Folder));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        using var place = new Workplace();
        place.Write("file", "");

        Assert.Contains(
            "r.json cannot be written",
            Assert.Throws<ToolException>(() => OutputFile.Write(place["file/r.json"], _ => { })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_is_none_is_refused()
    {
        using var place = new Workplace();
        place.Write("r.json", "{ \"schemaVersion\": 99 }");
        var terminal = new Terminal(new Spectre.Console.Testing.TestConsole(), new Spectre.Console.Testing.TestConsole(), IsLive: false);

        int exitCode = ToolProgram.Run(["report", place["r.json"]], terminal, console => [new ReportCommand(console).Command]);

        Assert.Equal(2, exitCode);
    }
}
