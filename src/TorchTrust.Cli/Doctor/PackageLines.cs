using TorchTrust.Running;

namespace TorchTrust.Cli.Doctor;

/// <summary>What the packages of a program say: whether they are there, and fit together.</summary>
internal static class PackageLines
{
    /// <summary>The lines.</summary>
    /// <param name="packages">The packages of the program.</param>
    /// <param name="libTorchNeeded">The version of LibTorch that its TorchSharp was built for; null if that is not known.</param>
    public static IEnumerable<DoctorLine> Of(PackageList packages, string? libTorchNeeded)
    {
        if (packages.TorchSharp is not { } version)
        {
            yield return DoctorLine.Trouble(
                "TorchSharp", "the project does not use it", "Name a project that does: `torchtrust doctor PROJECT`.");
            yield break;
        }

        yield return TorchSharp(version);
        yield return Backend(packages.Backends, libTorchNeeded);
    }

    private static DoctorLine TorchSharp(string version) => Normalized(version) is { } found
        && found < Normalized(LibraryVersions.TorchSharpNeeded)
        ? DoctorLine.Trouble(
            "TorchSharp",
            $"{version}; TorchTrust {LibraryVersions.TorchTrust} was built for {LibraryVersions.TorchSharpNeeded}",
            $"Update the reference: <PackageReference Include=\"TorchSharp\" Version=\"{LibraryVersions.TorchSharpNeeded}\" />.")
        : DoctorLine.Ok("TorchSharp", version);

    private static DoctorLine Backend(IReadOnlyList<(string Id, string Version)> backends, string? needed)
    {
        const string Topic = "backend package";
        string wanted = needed is null ? "" : $" Version=\"{Shortened(needed)}\"";
        if (backends.Count == 0)
        {
            return DoctorLine.Trouble(
                Topic,
                "no package brings LibTorch for this system",
                $"Reference one in the program itself: <PackageReference Include=\"{Suggested}\"{wanted} />.");
        }

        string seen = string.Join(", ", backends.Select(backend => $"{backend.Id} {backend.Version}"));
        return needed is not null
            && backends.FirstOrDefault(backend => Normalized(backend.Version) != Normalized(needed)) is { Id: not null } other
            ? DoctorLine.Trouble(
                Topic,
                $"{seen}, but this TorchSharp was built for LibTorch {Shortened(needed)}",
                $"Let them fit: <PackageReference Include=\"{other.Id}\"{wanted} />.")
            : DoctorLine.Ok(Topic, seen);
    }

    private static string Suggested => PackageList.System switch
    {
        "win" => "libtorch-cpu-win-x64",
        "osx" => "libtorch-cpu-osx-arm64",
        _ => "libtorch-cpu-linux-x64",
    };

    private static string Shortened(string version) =>
        Version.TryParse(version, out Version? parsed) && parsed.Revision == 0 ? parsed.ToString(3) : version;

    /// <summary>2.10.0 and 2.10.0.0 are the same; of a pre-release the numbers count.</summary>
    private static Version? Normalized(string version) => Version.TryParse(version.Split('-', '+')[0], out Version? parsed)
        ? new Version(parsed.Major, parsed.Minor, Math.Max(parsed.Build, 0), Math.Max(parsed.Revision, 0))
        : null;
}
