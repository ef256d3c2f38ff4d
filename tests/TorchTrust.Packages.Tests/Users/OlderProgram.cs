using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>A user's program for .NET 8, run on whatever later runtime there is.</summary>
internal sealed class OlderProgram
{
    private const string Name = "Shop";
    private const long LargeFile = 20_000_000;

    private OlderProgram(string folder, Dotnet run)
    {
        Folder = folder;
        RunOutput = run;
    }

    /// <summary>The folder of the project.</summary>
    public string Folder { get; }

    /// <summary>The run.</summary>
    public Dotnet RunOutput { get; }

    /// <summary>Makes the project, builds it and runs it.</summary>
    public static async Task<OlderProgram> Run(PackageFeed feed)
    {
        // Without an executable of its own, which would be one more package.
        feed.Write($"{Name}/{Name}.csproj", Sources.Project(
            "net8.0", "<UseAppHost>false</UseAppHost>", ("TorchTrust", feed.Version), Sources.Backend));
        feed.Write($"{Name}/Program.cs", Sources.Program);
        feed.Write($"{Name}/Classifier.cs", Sources.FaultyModel);
        string folder = Path.Combine(feed.Folder, Name);
        (await Dotnet.Run(folder, "build", "-c", "Release", "-nologo", "-tl:off", "-p:CreateHardLinksForCopyLocalIfPossible=true"))
            .EndedWith(0);
        return new OlderProgram(folder, await Dotnet.Run(folder, "exec", Path.Combine("bin", "Release", "net8.0", $"{Name}.dll")));
    }

    /// <summary>Copies the output with another file in the place of one; what is large is linked.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="other">The other file.</param>
    /// <returns>The assembly in the copy.</returns>
    public string CopyWithout(string name, string other)
    {
        string output = Path.Combine(Folder, "bin", "Release", "net8.0");
        string copy = Path.Combine(Folder, "copy");
        foreach (string file in Directory.GetFiles(output, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(output, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (Path.GetFileName(file) == name)
            {
                File.Copy(other, target);
            }
            else if (new FileInfo(file).Length < LargeFile)
            {
                File.Copy(file, target);
            }
            else
            {
                File.CreateSymbolicLink(target, file);
            }
        }

        return Path.Combine(copy, $"{Name}.dll");
    }
}
