using TorchTrust.Packages.Tests.Feed;
using TorchTrust.Packages.Tests.Users;

namespace TorchTrust.Packages.Tests;

/// <summary>What pages of the documentation tell people to type, typed.</summary>
public sealed class PageTests(Workshop workshop)
{
    // An old project is built and checked six times: three minutes.
    [Fact(Explicit = true)]
    public async Task An_old_project_adopts_the_checks_as_the_guide_says()
    {
        PackageFeed feed = await workshop.Feed;
        string folder = OldProject.Make(feed, "Shop");
        var follower = new Follower(feed, await workshop.Tool, await workshop.Templates, folder);

        var said = new List<Dotnet>();
        foreach (PageStep step in Page.Steps("adopting.md"))
        {
            // A program that was built without the package does not start where the native library needs the mend, which the doctor says.
            bool isSick = step.Text == "torchtrust doctor" && NativeMendTests.IsNeededHere;
            if (await follower.Do(isSick ? step with { ExitCode = 1 } : step) is { } run)
            {
                said.Add(run);
            }
        }

        // What watching tells stands beside the program's own output.
        Assert.Contains(
            said, run => run.ExitCode == 4 && run.Errors.Contains("gets the same 15 batches in the same order", StringComparison.Ordinal));
        Assert.Contains(
            said, run => run.ExitCode == 1 && run.Output.Contains("hidden[0] (Linear) stands in a List", StringComparison.Ordinal));
        Assert.Contains(
            said, run => run.ExitCode == 2 && run.Output.Contains("everything-is-registered (Classifier)", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(folder, "torchtrust.baseline.json")));
    }

    // A program is built and checked: a minute each.
    [Theory(Explicit = true)]
    [InlineData("run", "github")]
    [InlineData("script", "azure")]
    public async Task The_commands_of_a_pipeline_check_a_project_and_leave_its_files(string key, string name)
    {
        PackageFeed feed = await workshop.Feed;
        Templates templates = await workshop.Templates;
        FreshProject project = await templates.Make("torchtrust-training", "C#", name);
        var follower = new Follower(feed, await workshop.Tool, templates, project.Folder);

        IReadOnlyList<PageStep> commands = Page.Pipeline("ci.md", key);
        Assert.Contains(commands, command => command.Text.Contains(" check ", StringComparison.Ordinal));
        foreach (PageStep command in commands)
        {
            await follower.Do(command);
        }

        Assert.True(File.Exists(Path.Combine(project.Folder, "tools", "torchtrust"))
            || File.Exists(Path.Combine(project.Folder, "tools", "torchtrust.exe")));
        foreach (string written in commands[^1].Text.Split(' ').Where(word => word.StartsWith("trust/", StringComparison.Ordinal)))
        {
            Assert.NotEqual(0, new FileInfo(Path.Combine(project.Folder, written)).Length);
        }
    }
}
