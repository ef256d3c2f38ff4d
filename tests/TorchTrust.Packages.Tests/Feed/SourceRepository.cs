namespace TorchTrust.Packages.Tests.Feed;

/// <summary>
/// A repository of Git that builds as this one does: the build files are copies of ours. Its history has one commit; what
/// <c>origin</c> is, if there is one, the test says.
/// </summary>
internal sealed class SourceRepository : IDisposable
{
    /// <summary>What decides how something is built and packed.</summary>
    private static readonly string[] _buildFiles =
        [".editorconfig", ".gitignore", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "build"];

    private static readonly string[] _madeByBuilds = ["bin", "obj"];

    private SourceRepository(string folder) => Folder = folder;

    /// <summary>Its folder, which no name of a place in it reveals.</summary>
    public string Folder { get; }

    /// <summary>The hash of its commit.</summary>
    public string Commit { get; private set; } = "";

    private string Packages => Path.Combine(Folder, "packages");

    /// <summary>A small library of its own.</summary>
    /// <param name="name">The name of project and package.</param>
    /// <param name="origin">The address of <c>origin</c>; null for none.</param>
    /// <param name="frameworks">What it is built for.</param>
    /// <param name="more">More members of its class.</param>
    public static Task<SourceRepository> Small(string name, string? origin, string frameworks, string more = "") => Make(origin, folder =>
    {
        folder.Write($"src/{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework></TargetFramework>
                <TargetFrameworks>{frameworks}</TargetFrameworks>
                <IsPackable>true</IsPackable>
                <Description>A library that says how many layers there are.</Description>
              </PropertyGroup>
            </Project>
            """);
        folder.Write($"src/{name}/README.md", $"# {name}");
        folder.Write($"src/{name}/Layers.cs", $$"""
            namespace Small;

            /// <summary>Counts layers.</summary>
            public static class Layers
            {
                /// <summary>How many there are.</summary>
                public static int Count(int[] sizes) => sizes.Length + 1;
            {{more}}
            }
            """);
    });

    /// <summary>The sources of this repository, as they are now.</summary>
    /// <param name="origin">The address of <c>origin</c>; null for none.</param>
    public static Task<SourceRepository> OfThisOne(string? origin) =>
        Make(origin, repository => repository.CopyFolder("src", _madeByBuilds));

    /// <summary>Builds and packs a project as continuous integration does.</summary>
    /// <param name="name">The name of project and package.</param>
    /// <returns>How it ended, and what was said.</returns>
    public Task<Dotnet> Pack(string name) => Dotnet.Run(
        Folder,
        [
            "pack", Path.Combine("src", name, $"{name}.csproj"), "-c", "Release", "-o", Packages, "-tl:off", "-nologo",
            "-p:ContinuousIntegrationBuild=true", "-p:RunAnalyzers=false", "-p:MinVerVersionOverride=1.2.3",
        ]);

    /// <summary>Opens a package.</summary>
    /// <inheritdoc cref="PackageFeed.Open"/>
    public PackageFile Open(string id, string extension = "nupkg") => new(Path.Combine(Packages, $"{id}.1.2.3.{extension}"));

    /// <summary>Whether a file of a commit has this place.</summary>
    public bool Has(string path) => File.Exists(Path.Combine(Folder, path)) && !path.Split('/').Intersect(_madeByBuilds).Any();

    /// <inheritdoc/>
    public void Dispose()
    {
        // Git writes its objects so that nobody changes them, and Windows deletes no such file.
        foreach (FileInfo file in new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            file.Attributes = FileAttributes.Normal;
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<SourceRepository> Make(string? origin, Action<SourceRepository> write)
    {
        var repository = new SourceRepository(Directory.CreateTempSubdirectory("torchtrust-sources-").FullName);
        foreach (string name in _buildFiles)
        {
            repository.CopyFolder(name, _madeByBuilds);
        }

        write(repository);
        await repository.Git("init", "--quiet");
        await repository.Git("add", "--all");
        await repository.Git(
            "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet",
            "--message", "Begin");
        repository.Commit = (await repository.Git("rev-parse", "HEAD")).Output.Trim();
        if (origin is not null)
        {
            await repository.Git("remote", "add", "origin", origin);
        }

        return repository;
    }

    private async Task<Dotnet> Git(params string[] arguments) => (await Dotnet.RunProgram("git", Folder, arguments)).EndedWith(0);

    /// <summary>Copies a file or a folder of this repository, whatever builds have left in it.</summary>
    private void CopyFolder(string name, string[] without)
    {
        string source = Path.Combine(Repository.Root, name);
        if (File.Exists(source))
        {
            File.Copy(source, Path.Combine(Folder, name));
            return;
        }

        Directory.CreateDirectory(Path.Combine(Folder, name));
        foreach (FileSystemInfo entry in new DirectoryInfo(source).EnumerateFileSystemInfos().Where(entry => !without.Contains(entry.Name)))
        {
            CopyFolder(Path.Combine(name, entry.Name), without);
        }
    }

    private void Write(string path, string text)
    {
        string full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text + "\n");
    }
}
