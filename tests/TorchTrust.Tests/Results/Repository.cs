namespace TorchTrust.Tests.Results;

/// <summary>Where the sources are that this program was built from.</summary>
internal static class Repository
{
    /// <summary>A path in the repository.</summary>
    public static string PathOf(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TorchTrust.slnx")))
        {
            folder = folder.Parent;
        }

        return folder is null
            ? throw new DirectoryNotFoundException($"There is no TorchTrust.slnx in any folder above {AppContext.BaseDirectory}.")
            : Path.Combine([folder.FullName, .. parts]);
    }
}
