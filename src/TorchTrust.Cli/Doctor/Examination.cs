using TorchTrust.Running.Diagnosis;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Cli.Doctor;

/// <summary>Looks at a program as it was built: its packages, its backend, its folder.</summary>
internal static class Examination
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    /// <summary>The lines about a program.</summary>
    /// <param name="assembly">Its assembly.</param>
    public static async Task<IReadOnlyList<DoctorLine>> Of(string assembly)
    {
        string dependencies = Path.ChangeExtension(assembly, ".deps.json");
        if (!File.Exists(assembly) || !File.Exists(dependencies))
        {
            return [DoctorLine.Trouble("program", $"{assembly} is not built", "Build it: `dotnet build`.")];
        }

        PackageList packages = PackageList.Read(dependencies);
        if (packages.TorchSharp is null)
        {
            return [.. PackageLines.Of(packages, null)];
        }

        try
        {
            // Refuses what no process can be started for.
            HostLocation location = HostLocation.Find(program: assembly);
            Task<BackendDiagnosis> Ask(IReadOnlyDictionary<string, string> environment) =>
                DiagnosisProcess.Ask(location.Runtime, assembly, typeof(Examination).Assembly.Location, environment, _limit);
            BackendDiagnosis seen = await Ask(new Dictionary<string, string>());
            BackendDiagnosis? capped = seen.BrokenOperations is { Count: > 0 } ? await Ask(BackendLines.Cap) : null;
            return
            [
                .. PackageLines.Of(packages, seen.LibTorchNeeded),
                .. BackendLines.Of(seen, capped, MachineLines.HasCudaDriver(), Environment.ProcessorCount),
                WeavingLine.Of(location),
                Leftovers.Of(Path.GetDirectoryName(assembly)!),
            ];
        }
        catch (HostUnavailableException reason)
        {
            return
            [
                .. PackageLines.Of(packages, null),
                DoctorLine.Trouble(
                    "native backend",
                    reason.Message,
                    "Name a program (an application or a test project): a class library brings no backend."),
            ];
        }
    }
}
