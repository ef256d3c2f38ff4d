using Spectre.Console;
using TorchTrust.Cli.Tool;
using TorchTrust.Reporting;

namespace TorchTrust.Cli.Outputs;

/// <summary>Writes the reports of a run.</summary>
internal static class OutputWriter
{
    /// <summary>Writes those that are asked for, and says where they are.</summary>
    /// <param name="run">The run.</param>
    /// <param name="options">Which, and where.</param>
    /// <param name="console">Where the paths are told; annotations go there, too.</param>
    /// <param name="sourceRoot">What paths of source files are relative to.</param>
    /// <exception cref="ToolException">One cannot be written.</exception>
    public static void Write(TrustRun run, OutputOptions options, IAnsiConsole console, string sourceRoot)
    {
        OutputOptions placed = options.Placed();
        (string Name, string? Path, Action<TrustRun, TextWriter> Write)[] files =
        [
            ("report", placed.Html, HtmlReport.Write),
            ("json", placed.Json, (whole, writer) => writer.Write(whole.ToJson() + "\n")),
            ("junit", placed.JUnit, JUnitReport.Write),
            ("sarif", placed.Sarif, (whole, writer) => SarifReport.Write(whole, writer, sourceRoot)),
            ("md", placed.Markdown, (whole, writer) => MarkdownReport.Write(whole, writer, sourceRoot)),
        ];
        bool isDefault = options is { None: false, Folder: null, Html: null, Json: null, JUnit: null, Sarif: null, Markdown: null };
        ToolException? first = null;
        foreach ((string name, string? path, Action<TrustRun, TextWriter> write) in files)
        {
            if (path is null)
            {
                continue;
            }

            try
            {
                OutputFile.Write(path, writer => write(run, writer));
                Terminal.Whole(console, $"{name + ":",-8}{UserPath.Shown(path)}", Style.Plain);
            }
            catch (ToolException problem)
            {
                // A disk that is too full for one may have room for another.
                first ??= problem;
            }
        }

        if (first is not null)
        {
            throw first;
        }

        if (options.GitHub)
        {
            GitHubAnnotations.Write(run, console.Profile.Out.Writer, sourceRoot);
            AppendToStepSummary(run, sourceRoot);
        }

        if (options.MsBuild)
        {
            MsBuildMessages.Write(run, console.Profile.Out.Writer);
        }

        if (isDefault)
        {
            // What nobody asked for must not end up in a repository.
            OutputFile.Write(Path.Combine(OutputOptions.DefaultFolder, ".gitignore"), writer => writer.Write("*\n"));
        }
    }

    /// <summary>GitHub shows what a step has added to the file of this name.</summary>
    private static void AppendToStepSummary(TrustRun run, string sourceRoot)
    {
        if (Environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } path)
        {
            using var summary = new StreamWriter(path, append: true);
            MarkdownReport.Write(run, summary, sourceRoot);
        }
    }
}
