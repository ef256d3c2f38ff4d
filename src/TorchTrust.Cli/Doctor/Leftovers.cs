namespace TorchTrust.Cli.Doctor;

/// <summary>
/// What TorchSharp's loader leaves behind where it fails: a folder beside the program, with copies of all native libraries.
/// </summary>
internal static class Leftovers
{
    private static readonly string[] _patterns = ["*LibTorchSharp.*", "*torch_cpu.*"];

    /// <summary>The line about them.</summary>
    /// <param name="folder">The folder of the program.</param>
    public static DoctorLine Of(string folder)
    {
        const string Topic = "leftovers";
        string[] left =
        [
            .. Directory.GetDirectories(folder).Where(child => Path.GetFileName(child) is { } name
                && (name == "cpu" || name.StartsWith("cuda-", StringComparison.Ordinal))
                && _patterns.Any(pattern => Directory.EnumerateFiles(child, pattern).Any())),
        ];
        return left.Length == 0
            ? DoctorLine.Ok(Topic, "none of a failed load")
            : DoctorLine.Trouble(
                Topic,
                $"TorchSharp failed to load here once, and left copies of its native libraries ({Size(left)} MB): "
                    + $"{string.Join(", ", left)}",
                "Delete the folder. The copies are of the package's own files, and are tried again when the regular ones do not load.");
    }

    private static long Size(IEnumerable<string> folders) => folders
        .SelectMany(folder => new DirectoryInfo(folder).EnumerateFiles()).Sum(file => file.Length) / 1_000_000;
}
