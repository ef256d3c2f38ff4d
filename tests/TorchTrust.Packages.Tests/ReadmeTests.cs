using System.Text.RegularExpressions;

namespace TorchTrust.Packages.Tests;

/// <summary>The commands of the README.</summary>
public sealed partial class ReadmeTests
{
    /// <summary>As the README writes them, or in some short form. `dotnet test` is the whole of it.</summary>
    [Fact]
    public void Each_is_run_by_continuous_integration()
    {
        string script = File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run"));
        (string Project, string Command)[] commands = [.. Commands(File.ReadAllText(Path.Combine(Repository.Root, "README.md")))];

        Assert.Contains(("bench/MnistVae.Bench", "suite"), commands);
        Assert.Contains(("bench/TorchTrust.Bench", "proofs"), commands);
        Assert.All(commands, command => Assert.Matches(
            $@"(?m)^[^#\n]*--project {Regex.Escape(command.Project)}{(command.Command.Length == 0 ? "" : $" -- {command.Command}")}\b",
            script));
    }

    /// <summary>Project and command of each line; "…" is the project of the line before.</summary>
    private static IEnumerable<(string Project, string Command)> Commands(string readme)
    {
        string project = "";
        foreach (Match command in Command().Matches(readme))
        {
            project = command.Groups["project"] is { Success: true } named ? named.Value : project;
            yield return (project, command.Groups["command"].Value);
        }
    }

    [GeneratedRegex(@"(?:dotnet run -c Release --project (?<project>[\w/.]+)|(?<=`)…)(?: -- (?<command>\w+))?")]
    private static partial Regex Command();
}
