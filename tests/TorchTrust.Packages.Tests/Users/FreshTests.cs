using System.Collections.Concurrent;
using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>A fresh test project of each framework, all built at once and each run by its own runner.</summary>
internal sealed class FreshTests
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ResultFile>>> _results = new();
    private readonly Dictionary<string, FreshProject> _projects;

    private FreshTests(Dictionary<string, FreshProject> projects) => _projects = projects;

    /// <summary>The test frameworks, as the packages of TorchTrust name them.</summary>
    public static IReadOnlyList<string> Adapters { get; } = ["Xunit", "NUnit", "MSTest", "TUnit"];

    /// <summary>Makes the projects in C#, and builds them.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="templates">The installed templates.</param>
    public static async Task<FreshTests> Build(PackageFeed feed, Templates templates)
    {
        var projects = new Dictionary<string, FreshProject>();
        foreach (string adapter in Adapters)
        {
            // A name that is no name of a namespace.
            projects.Add(adapter, await templates.Make($"torchtrust-{adapter.ToLowerInvariant()}", "C#", $"my-{adapter}-tests"));
        }

        // In a folder of its own: beside another project file it would be one too many for `dotnet tool install`.
        feed.Write("fresh/all.proj", $"""
            <Project>
              <Target Name="Build">
                <ItemGroup>
                  <Fresh Include="{string.Join(";", projects.Values.Select(project => project.File))}" />
                </ItemGroup>
                <MSBuild Projects="@(Fresh)" Targets="Restore" BuildInParallel="true" Properties="Step=restore" />
                <MSBuild Projects="@(Fresh)" Targets="Build" BuildInParallel="true" Properties="Configuration=Release" />
              </Target>
            </Project>
            """);
        (await Dotnet.Run(Path.Combine(feed.Folder, "fresh"), "build", "all.proj", "-nologo", "-tl:off", "-v:m", "-m:2")).EndedWith(0);
        return new FreshTests(projects);
    }

    /// <summary>The tests of a framework, run once.</summary>
    /// <param name="adapter">The test framework.</param>
    public Task<ResultFile> Of(string adapter) =>
        _results.GetOrAdd(adapter, name => new Lazy<Task<ResultFile>>(() => _projects[name].RunTests(name, exitCode: 0))).Value;
}
