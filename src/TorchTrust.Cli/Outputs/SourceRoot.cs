namespace TorchTrust.Cli.Outputs;

/// <summary>The folder that paths of source files in reports are relative to.</summary>
internal static class SourceRoot
{
    /// <summary>The root of the repository that a folder is in; the folder itself where there is none.</summary>
    public static string Of(string folder)
    {
        for (DirectoryInfo? candidate = new(folder); candidate is not null; candidate = candidate.Parent)
        {
            string git = Path.Combine(candidate.FullName, ".git");
            if (Directory.Exists(git) || File.Exists(git))
            {
                return candidate.FullName;
            }
        }

        return folder;
    }
}
