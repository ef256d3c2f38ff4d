using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// What a host is started with: the runtime that runs this process, the host program, and the files that say what the
/// user's program depends on, so that the host binds to the same TorchSharp and the same backend.
/// </summary>
/// <param name="Runtime">The <c>dotnet</c> program.</param>
/// <param name="Program">The path of <c>TorchTrust.Host.dll</c>.</param>
/// <param name="Dependencies">The user's <c>.deps.json</c>.</param>
/// <param name="Configuration">The user's <c>.runtimeconfig.json</c>.</param>
internal sealed record HostLocation(string Runtime, string Program, string Dependencies, string Configuration)
{
    private const string ProgramName = "TorchTrust.Host.dll";

    /// <summary>Finds the files.</summary>
    /// <param name="address">Where the subject is looked up; null if it is of this process.</param>
    /// <param name="program">The assembly of the user's program, if it is not that of the address.</param>
    /// <exception cref="HostUnavailableException">One is missing.</exception>
    public static HostLocation Find(SubjectAddress? address = null, string? program = null)
    {
        string dependencies = program is null ? FindDependencies(address?.AssemblyPath) : Path.ChangeExtension(program, ".deps.json");
        if (!File.Exists(dependencies))
        {
            throw new HostUnavailableException($"No process can be started for the check: there is no {dependencies}.");
        }

        string configuration = dependencies[..^".deps.json".Length] + ".runtimeconfig.json";
        if (!File.Exists(configuration))
        {
            throw new HostUnavailableException($"No process can be started for the check: there is no {configuration}.");
        }

        if (IsSelfContained(configuration))
        {
            throw new HostUnavailableException(
                $"No process can be started for the check: {configuration} is that of a self-contained program, which only its "
                    + "own executable can run. Run the checks from a program that depends on the framework.");
        }

        string[] folders =
        [
            .. new[] { program, address?.AssemblyPath, typeof(HostLocation).Assembly.Location }.OfType<string>().Select(FolderOf),
            AppContext.BaseDirectory,
        ];
        string? host = folders.Select(folder => Path.Combine(folder, ProgramName)).FirstOrDefault(File.Exists);
        return host is null
            ? throw new HostUnavailableException(
                $"No process can be started for the check: {ProgramName} is not in {string.Join(" nor in ", folders.Distinct())}.")
            : new HostLocation(FindRuntime(), host, dependencies, configuration);
    }

    /// <summary>The same program, under the host that lies beside this library: where the library is brought to the program.</summary>
    /// <exception cref="HostUnavailableException">There is none.</exception>
    public HostLocation Brought()
    {
        string host = Path.Combine(FolderOf(typeof(HostLocation).Assembly.Location), ProgramName);
        return File.Exists(host)
            ? this with { Program = host }
            : throw new HostUnavailableException($"No process can be started for the check: there is no {host}.");
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? "";

    private static string FindDependencies(string? assembly)
    {
        string?[] candidates =
        [
            assembly is null ? null : Path.ChangeExtension(assembly, ".deps.json"),

            // Under a test host that is not the user's, this still names the user's own file first.
            .. ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES"))?.Split(';') ?? [],
            Assembly.GetEntryAssembly() is { Location.Length: > 0 } entry ? Path.ChangeExtension(entry.Location, ".deps.json") : null,
        ];
        return candidates.FirstOrDefault(candidate => candidate is not null && File.Exists(candidate) && HasConfiguration(candidate))
            ?? throw new HostUnavailableException(
                "No process can be started for the check: the program has no .deps.json and .runtimeconfig.json (a single file, "
                    + "a native host, a notebook).");

        static bool HasConfiguration(string dependencies) => dependencies.EndsWith(".deps.json", StringComparison.Ordinal)
            && File.Exists(dependencies[..^".deps.json".Length] + ".runtimeconfig.json");
    }

    private static string FindRuntime()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string[] candidates =
        [
            // …/dotnet of …/shared/Microsoft.NETCore.App/10.0.0/
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name)),
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "",
            Path.Combine(Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "", name),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? name;
    }

    private static bool IsSelfContained(string configuration)
    {
        using var json = JsonDocument.Parse(
            File.ReadAllText(configuration),
            new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        return json.RootElement.TryGetProperty("runtimeOptions", out JsonElement options)
            && options.TryGetProperty("includedFrameworks", out _);
    }
}
