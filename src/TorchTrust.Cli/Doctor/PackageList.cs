using System.Text.Json;

namespace TorchTrust.Cli.Doctor;

/// <summary>The packages of a program, as its <c>.deps.json</c> names them.</summary>
internal sealed class PackageList
{
    private readonly IReadOnlyList<(string Id, string Version)> _packages;

    private PackageList(IReadOnlyList<(string Id, string Version)> packages) => _packages = packages;

    /// <summary>The version of TorchSharp; null if the program has none.</summary>
    public string? TorchSharp =>
        Find(id => id.Equals("TorchSharp", StringComparison.OrdinalIgnoreCase)).Select(package => package.Version).FirstOrDefault();

    /// <summary>The packages that bring LibTorch for this system.</summary>
    public IReadOnlyList<(string Id, string Version)> Backends => [.. Find(IsBackend)];

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonException">It is no such file.</exception>
    public static PackageList Read(string dependencies)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(dependencies));
        if (!json.RootElement.TryGetProperty("libraries", out JsonElement libraries))
        {
            return new PackageList([]);
        }

        return new PackageList(
            [.. libraries.EnumerateObject().Select(library => library.Name.Split('/')).Select(parts => (parts[0], parts[^1]))]);
    }

    /// <summary>The name that LibTorch's packages have for this system, and TorchSharp for its own library.</summary>
    public static string System { get; } =
        OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";

    private static bool IsBackend(string id) => id.StartsWith("libtorch-", StringComparison.OrdinalIgnoreCase)
        && (id.Contains($"-{System}-", StringComparison.OrdinalIgnoreCase)
            || id.EndsWith($"-{System}", StringComparison.OrdinalIgnoreCase));

    private IEnumerable<(string Id, string Version)> Find(Func<string, bool> isWanted) => _packages.Where(package => isWanted(package.Id));
}
