using System.Text.RegularExpressions;

namespace TorchTrust.Cli.Doctor;

/// <summary>What the words of the system's loader mean, and how to mend it.</summary>
internal static partial class LoadTrouble
{
    private const string Topic = "native backend";

    /// <summary>The line for an error.</summary>
    /// <param name="error">The message of .NET with what the loader said of each place that it tried.</param>
    public static DoctorLine Of(string error)
    {
        if (MissingVersion().Match(error) is { Success: true } version)
        {
            string name = version.Groups[1].Value;
            string library = version.Groups[2].Value;
            return name.StartsWith("GLIBCXX", StringComparison.Ordinal)
                ? DoctorLine.Trouble(
                    Topic,
                    $"{library} asks for {name} of libstdc++, and this system's is older",
                    "Reference the package TorchTrust in the program and build it here: it mends the copy in the output "
                        + "(TorchTrustMendNative is "
                        + "not to be 'never'; outputs built elsewhere need 'always'). Or use a system with GCC 13's libstdc++: Debian 13, "
                        + "Ubuntu 24.04, RHEL 10.")
                : DoctorLine.Trouble(
                    Topic,
                    $"{library} asks for {name}, and this system's C library is older",
                    "Use a newer system: LibTorch's own libraries cannot be mended.");
        }

        if (MissingLibrary().Match(error) is { Success: true } missing)
        {
            string library = missing.Groups[1].Value;
            return library.Contains("torch", StringComparison.OrdinalIgnoreCase)
                ? NotThere(library)
                : DoctorLine.Trouble(
                    Topic,
                    $"{library} is missing on this system",
                    $"Install what brings {library}, such as libgomp1 or libstdc++6 on Debian.");
        }

        return error.Contains("cannot open shared object file", StringComparison.Ordinal)
            || error.Contains("0x8007007E", StringComparison.Ordinal)
            || error.Contains("no such file", StringComparison.OrdinalIgnoreCase)
            ? NotThere(error.Contains("'torch_cpu'", StringComparison.Ordinal) ? "torch_cpu" : "LibTorchSharp")
            : DoctorLine.Trouble(
                Topic,
                error.Split('\n')[0].Trim(),
                "Build the program anew (`dotnet build`), and restore its packages if that does not help.");
    }

    private static DoctorLine NotThere(string library) => DoctorLine.Trouble(
        Topic,
        $"{library} is not among the files of the program",
        "Reference the backend package for this system in the program itself (a class library brings none), and build it.");

    [GeneratedRegex(@"version [`']([A-Z]+_[0-9.]+)' not found \(required by (?:[^)]*/)?([^/)]+)\)")]
    private static partial Regex MissingVersion();

    /// <summary>A library that another one needs, not one of the names that .NET tries.</summary>
    [GeneratedRegex(
        @"(?m)^(?!/)(lib(?!torch_cpu\.so|LibTorchSharp\.so|LibTorchSharp:|torch_cpu:)[^:\s/]+\.so[.0-9]*): cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
