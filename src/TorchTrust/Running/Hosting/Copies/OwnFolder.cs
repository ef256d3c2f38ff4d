namespace TorchTrust.Running.Hosting;

/// <summary>Folders that belong to the user, and that nobody else reads or writes: what lies there is run.</summary>
internal static class OwnFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The variable that names another folder than the user's local data.</summary>
    public const string Variable = "TORCHTRUST_DATA";

    /// <summary>Where everything lies that is kept.</summary>
    public static string Root => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } other
        ? Path.GetFullPath(other)
        : Path.Combine(LocalData(), "TorchTrust");

    /// <summary>Makes a folder where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">There is one, and it is somebody else's.</exception>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // The user's local data are theirs alone already.
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        if (File.GetUnixFileMode(path) != OwnerOnly)
        {
            // Only its owner may do this: it throws for everybody else.
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    private static string LocalData()
    {
        string folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create);
        return folder.Length > 0 ? folder : throw new UnauthorizedAccessException($"the user has no folder for local data; set {Variable}");
    }
}
