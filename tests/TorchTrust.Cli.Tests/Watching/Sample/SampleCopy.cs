using System.Diagnostics;

namespace TorchTrust.Cli.Tests.Watching.Sample;

/// <summary>
/// A copy of the sample that never heard of TorchTrust, with all faults in it, each behind a switch: built once, and deleted with the
/// tests.
/// </summary>
public sealed class SampleCopy : IDisposable
{
    private const string Switch = """
        namespace MnistVae;

        internal static class Switch
        {
            public static bool Is(string fault) => Environment.GetEnvironmentVariable("SAMPLE_FAULT") == fault;
        }
        """;

    private readonly Workplace _place = new();

    /// <summary>Copies, edits and builds it.</summary>
    public SampleCopy()
    {
        string sample = Path.Combine(Place.Repository, "samples", "MnistVae");
        string[] left = ["bin", "obj", "Trust"];
        foreach (string file in Directory.EnumerateFiles(sample, "*.cs", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(sample, file);
            if (!left.Contains(name.Split(Path.DirectorySeparatorChar)[0]))
            {
                _place.Write(name, File.ReadAllText(file).ReplaceLineEndings("\n"));
            }
        }

        foreach ((string file, string old, string changed) in SampleFault.All.SelectMany(fault => fault.Edits))
        {
            string text = File.ReadAllText(_place[file]);
            Assert.Equal(2, text.Split(old).Length);
            _place.Write(file, text.Replace(old, changed, StringComparison.Ordinal));
        }

        _place.Write("Switch.cs", Switch);
        string project = File.ReadAllText(Path.Combine(sample, "MnistVae.csproj"))
            .Replace("../../data", Path.Combine(Place.Repository, "data"), StringComparison.Ordinal);
        _place.Write("MnistVae.csproj", string.Join('\n', project.ReplaceLineEndings("\n").Split('\n')
            .Where(line => !line.Contains("<ProjectReference", StringComparison.Ordinal))));
        Import(
            "Directory.Build.props",
            "<PropertyGroup><RunAnalyzers>false</RunAnalyzers><TreatWarningsAsErrors>false</TreatWarningsAsErrors></PropertyGroup>");
        Import("Directory.Build.targets", "");
        Import("Directory.Packages.props", "");
        File.Copy(Path.Combine(Place.Repository, "global.json"), _place["global.json"]);
        Build();
    }

    /// <summary>The built program.</summary>
    private string Program => _place["out/MnistVae.dll"];

    /// <summary>Watches a short training with one of the faults.</summary>
    internal async Task<(ToolRun Run, TrustReport Report)> Watch(SampleFault fault)
    {
        ToolRun run = await ToolRun.With(
            ("SAMPLE_FAULT", fault.Name),
            _place,
            [
                "watch", Program, "--share", "100", "--json", $"{fault.Name}.json", "--", "train", "--model", "mlp", "--limit", "2000",
                "--batch-size", "32", "--epochs", "3", "--run", $"run-{fault.Name}",
            ]);
        return (run, _place.Run($"{fault.Name}.json").Reports[0]);
    }

    /// <summary>The line that says of itself that it is the one of a fault.</summary>
    internal (string File, int Line) LineOf(SampleFault fault) =>
        (from file in Directory.EnumerateFiles(_place.Folder, "*.cs", SearchOption.AllDirectories)
         from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
         where line.Text.Contains(fault.Mark, StringComparison.Ordinal)
         select (Path.GetFileName(file), line.Number)).Single();

    /// <inheritdoc/>
    public void Dispose() => _place.Dispose();

    private void Import(string name, string more) =>
        _place.Write(name, $"<Project><Import Project=\"{Path.Combine(Place.Repository, name)}\" />{more}</Project>");

    private void Build()
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _place.Folder, RedirectStandardOutput = true };
        Array.ForEach(["build", "-c", "Release", "-o", "out", "-v", "quiet", "-nologo"], start.ArgumentList.Add);
        using Process build = Process.Start(start)!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        Assert.True(build.ExitCode == 0, output);
    }
}
