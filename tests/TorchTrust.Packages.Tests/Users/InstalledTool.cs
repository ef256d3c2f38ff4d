using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>The tool, installed into a folder as a user would.</summary>
internal sealed class InstalledTool
{
    private readonly string _program;

    private InstalledTool(string folder)
    {
        Folder = folder;
        _program = Path.Combine(folder, OperatingSystem.IsWindows() ? "torchtrust.exe" : "torchtrust");
    }

    /// <summary>Where it is installed.</summary>
    public string Folder { get; }

    /// <summary>Installs it.</summary>
    public static async Task<InstalledTool> Install(PackageFeed feed)
    {
        string folder = Path.Combine(feed.Folder, "tools");
        (await Dotnet.Run(feed.Folder, "tool", "install", "TorchTrust.Cli", "--version", feed.Version, "--tool-path", folder)).EndedWith(0);
        return new InstalledTool(folder);
    }

    /// <summary>Runs a command.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="arguments">The command line.</param>
    public Task<Dotnet> Run(string folder, params string[] arguments) => Dotnet.RunProgram(_program, folder, arguments);
}
