namespace TorchTrust.Reporting.Exchange;

/// <summary>Paths of sources as other programs want them: relative to the repository, with forward slashes.</summary>
internal static class SourcePath
{
    /// <summary>What compilers write instead of the folder of the repository, where a build is to be repeatable.</summary>
    private const string Mapped = "/_/";

    /// <summary>The path relative to a folder; null where it is not below it.</summary>
    /// <param name="file">The path from the debug symbols.</param>
    /// <param name="root">The folder of the repository; null if it is not known.</param>
    public static string? Relative(string file, string? root)
    {
        string path = file.Replace('\\', '/');
        if (path.StartsWith(Mapped, StringComparison.Ordinal))
        {
            return path[Mapped.Length..];
        }

        string? folder = root?.Replace('\\', '/').TrimEnd('/') + "/";
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return root is not null && path.StartsWith(folder, comparison) ? path[folder.Length..] : null;
    }
}
