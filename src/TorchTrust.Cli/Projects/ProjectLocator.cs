using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Projects;

/// <summary>Finds the project or assembly that the user means.</summary>
internal static class ProjectLocator
{
    private const int MostNamed = 8;
    private static readonly string[] _projects = [".csproj", ".fsproj", ".vbproj"];
    private static readonly string[] _solutions = [".sln", ".slnx", ".slnf"];

    /// <summary>Finds it.</summary>
    /// <param name="given">A project, a folder with one, or an assembly; the present folder if null.</param>
    /// <returns>The full path of a project or of an assembly.</returns>
    /// <exception cref="ToolException">There is none, or there are several.</exception>
    public static string Find(string? given)
    {
        string path = Path.GetFullPath(given ?? ".");
        if (Directory.Exists(path))
        {
            return InFolder(path, given);
        }

        if (!File.Exists(path))
        {
            throw ToolException.WrongUse($"There is no '{given}'. Name a project, its folder, or a built assembly.");
        }

        string ending = Path.GetExtension(path).ToLowerInvariant();
        if (IsBuilt(path) || ending == ".dll")
        {
            return path;
        }

        if (ending == ".exe" && File.Exists(Path.ChangeExtension(path, ".dll")))
        {
            return Path.ChangeExtension(path, ".dll");
        }

        throw ToolException.WrongUse(IsOne(_solutions, ending)
            ? $"'{given}' is a solution. {Choose(Path.GetDirectoryName(path)!)}"
            : $"'{given}' is neither a project nor an assembly. Name a .csproj, .fsproj or .vbproj, its folder, a program of one .cs file, "
                + "or a .dll.");
    }

    /// <summary>Whether a path is that of a project.</summary>
    public static bool IsProject(string path) => IsOne(_projects, Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Whether a path is that of a program of one file, which the SDK builds without a project.</summary>
    public static bool IsFileProgram(string path) => Path.GetExtension(path).Equals(".cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path is built: a project, or a program of one file.</summary>
    public static bool IsBuilt(string path) => IsProject(path) || IsFileProgram(path);

    /// <summary>The command of .NET that tells properties of a project: MSBuild itself knows no programs of one file.</summary>
    public static string Asked(string path) => IsFileProgram(path) ? "build" : "msbuild";

    private static string InFolder(string folder, string? given)
    {
        string[] found = [.. Directory.EnumerateFiles(folder).Where(IsProject).Order(StringComparer.Ordinal)];
        string name = given is null ? "The present folder" : $"'{given}'";
        return found.Length switch
        {
            1 => found[0],
            0 => throw ToolException.WrongUse($"{name} holds no project. {Choose(folder)}"),
            _ => throw ToolException.WrongUse($"{name} holds several projects. Name one: {Names(found)}."),
        };
    }

    private static string Choose(string folder)
    {
        var below = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 4 };
        string[] found = [.. Directory.EnumerateFiles(folder, "*.*proj", below).Where(IsProject).Order(StringComparer.Ordinal)];
        return found.Length == 0
            ? "Name a project, its folder, or a built assembly."
            : $"Name the application or test project that holds the subjects, such as: {Names(found)}.";
    }

    private static string Names(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(MostNamed).Select(path => Path.GetRelativePath(Directory.GetCurrentDirectory(), path)))
            + (paths.Count > MostNamed ? $" and {paths.Count - MostNamed} more" : "");

    private static bool IsOne(string[] endings, string ending) => Array.IndexOf(endings, ending) >= 0;
}
