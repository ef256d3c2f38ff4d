using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>A user's program for .NET 8, run on whatever later runtime there is.</summary>
internal sealed class OlderProgram
{
    private const string Name = "Shop";

    private OlderProgram(Dotnet run) => RunOutput = run;

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
        (await Dotnet.Run(folder, "build", "-c", "Release", "-nologo", "-tl:off", "-p:CreateHardLinksForCopyLocalIfPossible=true")).EndedWith(0);
        return new OlderProgram(await Dotnet.Run(folder, "exec", Path.Combine("bin", "Release", "net8.0", $"{Name}.dll")));
    }
}
