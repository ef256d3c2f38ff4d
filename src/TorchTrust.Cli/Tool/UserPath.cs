namespace TorchTrust.Cli.Tool;

/// <summary>Paths as the user would type them.</summary>
internal static class UserPath
{
    /// <summary>The path from the present folder; the full path of what is not in it.</summary>
    public static string Shown(string path)
    {
        string relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? Path.GetFullPath(path) : relative;
    }
}
