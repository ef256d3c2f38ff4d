using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>
/// Somebody who types what a page says, in the folder of a project. Nothing else is typed but where the packages under test are: they have
/// a version of their own, and neither the tool nor the templates are installed for the whole machine.
/// </summary>
/// <param name="feed">The packages.</param>
/// <param name="tool">The tool.</param>
/// <param name="templates">The templates.</param>
/// <param name="folder">The folder of the project.</param>
internal sealed class Follower(PackageFeed feed, InstalledTool tool, Templates templates, string folder)
{
    /// <summary>Does one step, and fails unless it ends as the page says.</summary>
    /// <returns>What the command said; null where a file was written.</returns>
    public async Task<Dotnet?> Do(PageStep step)
    {
        if (step.File is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, step.File), step.Text, TestContext.Current.CancellationToken);
            return null;
        }

        string[] words = step.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Dotnet run = words switch
        {
            ["torchtrust" or "tools/torchtrust", .. var rest] => await tool.Run(folder, rest),
            ["dotnet", "tool", "install", .. var rest] when rest.Contains("TorchTrust.Cli") => await Installed(rest),
            ["dotnet", "add", "package", .. var rest] => await Dotnet.Run(folder, ["add", "package", .. rest, "--version", feed.Version]),
            ["dotnet", "new", "install", "TorchTrust.Templates"] => await templates.Installed(folder),
            ["dotnet", "new", .. var rest] => await templates.New(folder, rest),
            ["dotnet", .. var rest] => await Dotnet.Run(folder, rest),
            _ => throw new InvalidOperationException($"The page has a command that nobody follows: {step.Text}"),
        };
        return run.EndedWith(step.ExitCode);
    }

    /// <summary>Installs the tool where the page says, or, where it says the whole machine, beside the project.</summary>
    private Task<Dotnet> Installed(string[] words)
    {
        string[] place = words.Contains("--tool-path") ? words : [.. words.Except(["--global"]), "--tool-path", "global"];
        return Dotnet.Run(folder, ["tool", "install", .. place, "--version", feed.Version]);
    }
}
