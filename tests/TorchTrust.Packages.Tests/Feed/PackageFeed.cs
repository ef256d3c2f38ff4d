using System.Globalization;

namespace TorchTrust.Packages.Tests.Feed;

/// <summary>
/// A feed in a folder with what is built, packed under a version of its own, so that the package cache knows none of it; and
/// beside it the folder in which users have their projects.
/// </summary>
internal sealed class PackageFeed : IDisposable
{
    /// <summary>The projects that make packages.</summary>
    private static readonly string[] _projects =
    [
        "TorchTrust", "TorchTrust.Reporting", "TorchTrust.Xunit", "TorchTrust.NUnit", "TorchTrust.MSTest", "TorchTrust.TUnit",
        "TorchTrust.Cli",
        "TorchTrust.Templates",
    ];

    private PackageFeed(string folder) => Folder = folder;

    /// <summary>The folder of feed and projects.</summary>
    public string Folder { get; }

    /// <summary>The version of all packages.</summary>
    public string Version { get; } = string.Create(CultureInfo.InvariantCulture, $"0.0.0-test.{DateTime.UtcNow.Ticks}");

    private string Packages => Path.Combine(Folder, "feed");

    /// <summary>Packs without building: what is tested is what the other tests saw.</summary>
    public static async Task<PackageFeed> Pack()
    {
        var feed = new PackageFeed(Directory.CreateTempSubdirectory("torchtrust-packages-").FullName);
        feed.Write("pack.proj", $"""
            <Project>
              <Target Name="Build">
                <ItemGroup>
                  <Packed Include="{string.Join(";", _projects.Select(name => Path.Combine(Repository.Root, "src", name, $"{name}.csproj")))}" />
                </ItemGroup>
                <MSBuild Projects="@(Packed)" Targets="Pack" BuildInParallel="true" Properties="NoBuild=true;Configuration={Repository.Configuration};MinVerVersionOverride={feed.Version};PackageOutputPath={feed.Packages}" />
              </Target>
            </Project>
            """);
        (await Dotnet.Run(feed.Folder, "build", "pack.proj", "-nologo", "-tl:off", "-v:m", "-m:2")).EndedWith(0);

        // The repository's own build files do not reach here, and neither do those of whoever runs the tests.
        feed.Write("Directory.Build.props", "<Project />");
        feed.Write("Directory.Build.targets", "<Project />");
        feed.Write("Directory.Packages.props", "<Project />");
        feed.Write("global.json", """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
        feed.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="local" value="{feed.Packages}" />
              </packageSources>
            </configuration>
            """);
        return feed;
    }

    /// <summary>Opens a package.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="extension"><c>nupkg</c>, or <c>snupkg</c> for its symbols.</param>
    public PackageFile Open(string id, string extension = "nupkg") => new(PathOf(id, extension));

    /// <summary>Where a package lies.</summary>
    /// <inheritdoc cref="Open"/>
    public string PathOf(string id, string extension = "nupkg") => Path.Combine(Packages, $"{id}.{Version}.{extension}");

    /// <summary>Writes a file below the folder.</summary>
    public void Write(string path, string text)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>Takes away the folder, and what the restores have put into the package cache.</summary>
    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        foreach (string id in _projects)
        {
            string cached = Path.Combine(PackageCache.Folder, id.ToLowerInvariant());
            string unpacked = Path.Combine(cached, Version);
            if (Directory.Exists(unpacked))
            {
                Directory.Delete(unpacked, recursive: true);
            }

            if (Directory.Exists(cached) && !Directory.EnumerateFileSystemEntries(cached).Any())
            {
                Directory.Delete(cached);
            }
        }
    }
}
