using System.Text.Json.Serialization;

namespace TorchTrust.Running.Hosting;

/// <summary>Where a program lies, and where its copy lies that a host runs.</summary>
/// <param name="Home">The user's output folder.</param>
/// <param name="Copy">The copy.</param>
/// <param name="Woven">The names of the assemblies that are woven in the copy.</param>
internal sealed record ProgramPaths(string Home, string Copy, IReadOnlyList<string> Woven)
{
    /// <summary>The paths that hold in this process; null where it runs no copy.</summary>
    [JsonIgnore]
    public static ProgramPaths? Present { get; private set; }

    /// <summary>A path of the program as it is in this process.</summary>
    public static string Map(string path)
    {
        if (Present is not { } paths)
        {
            return path;
        }

        string relative = Path.GetRelativePath(paths.Home, path);
        string mapped = Path.Combine(paths.Copy, relative);
        return !Path.IsPathRooted(relative) && !relative.StartsWith("..", StringComparison.Ordinal) && File.Exists(mapped) ? mapped : path;
    }

    /// <summary>
    /// Makes them hold in this process. The program's own folder is what it asks .NET for: <c>AppContext.BaseDirectory</c>
    /// names the user's folder, where its data lie and its files belong. <c>Assembly.Location</c> stays that of the copy.
    /// </summary>
    public void Enter()
    {
        Present = this;
        AppContext.SetData("APP_CONTEXT_BASE_DIRECTORY", Home + Path.DirectorySeparatorChar);
    }
}
