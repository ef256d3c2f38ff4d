using System.Diagnostics;
using System.Text.Json;
using TorchTrust.Probes;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Weaving.Tests;

/// <summary>
/// Coverlet beside us, as users of its extension for these test programs have it: it instruments assemblies where they lie, runs
/// the tests, and puts them back. The tests here run once more in a process of their own, in a folder that may be changed.
/// </summary>
public sealed class CoverletTests : IDisposable
{
    private const string Fixture = "TorchTrust.Weaving.Fixture";
    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-coverlet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_coverlet_has_instrumented_is_woven_and_proofs_reach_every_module()
    {
        IReadOnlyDictionary<int, int> lines = LinesOfForward(nameof(HostTests.Proofs_reach_modules_that_are_run_by_forward), Real());

        Assert.NotEmpty(lines);
    }

    [Fact]
    public void What_is_woven_is_instrumented_by_coverlet_and_its_lines_are_counted()
    {
        string woven = Directory.CreateDirectory(Path.Combine(_folder, "woven")).FullName;
        string[] files = [.. Real().Where(path => Path.GetFileName(path) is not ($"{Fixture}.dll" or $"{Fixture}.pdb"))];
        Assert.Null(Assert.Single(Weaver.Run(new WeaverOrder([(Beside($"{Fixture}.dll"), woven)], [AppContext.BaseDirectory]))).Refusal);

        IReadOnlyDictionary<int, int> lines = LinesOfForward(
            nameof(HostTests.In_process_nothing_is_woven_and_it_is_said), [.. files, .. Directory.EnumerateFiles(woven)]);

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.True(line.Value > 0, $"Line {line.Key} was not counted."));
    }

    /// <summary>Runs one of our own tests under coverlet; it must pass.</summary>
    /// <returns>Lines of <c>TwoLayers.forward</c>, with how often the test process ran them.</returns>
    private IReadOnlyDictionary<int, int> LinesOfForward(string test, IReadOnlyList<string> real)
    {
        using ProgramCopy copy = ProgramCopy.Make(Path.Combine(_folder, "runs"), AppContext.BaseDirectory, real, []);
        string results = Path.Combine(_folder, "results");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec", Path.Combine(copy.Folder, Path.GetFileName(typeof(CoverletTests).Assembly.Location)), "--filter-method",
                $"*.{test}",
                "--coverlet", "--coverlet-include", $"[{Fixture}]*", "--coverlet-output-format", "json", "--results-directory", results,
            ])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        using var json =
            JsonDocument.Parse(File.ReadAllText(Assert.Single(Directory.EnumerateFiles(results, "*.json", SearchOption.AllDirectories))));
        return json.RootElement.GetProperty($"{Fixture}.dll").EnumerateObject().SelectMany(document => document.Value.EnumerateObject())
            .Single(type => type.Name == $"{Fixture}.TwoLayers").Value.EnumerateObject()
            .Single(method => method.Name.Contains("::forward(", StringComparison.Ordinal)).Value.GetProperty("Lines").EnumerateObject()
            .ToDictionary(line => int.Parse(line.Name, System.Globalization.CultureInfo.InvariantCulture), line => line.Value.GetInt32());
    }

    /// <summary>What coverlet writes to, and what .NET finds assemblies by.</summary>
    private static string[] Real()
    {
        string program = Path.ChangeExtension(typeof(CoverletTests).Assembly.Location, null);
        return
        [
            $"{program}.dll", $"{program}.deps.json", $"{program}.runtimeconfig.json", Beside("TorchTrust.Host.dll"),
            Beside($"{Fixture}.dll"), Beside($"{Fixture}.pdb"),
        ];
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
