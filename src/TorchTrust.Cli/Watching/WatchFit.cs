using Mono.Cecil;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Running;

namespace TorchTrust.Cli.Watching;

/// <summary>Whether a program can be watched: its backend, its TorchSharp, and its own TorchTrust where it has one.</summary>
internal static class WatchFit
{
    private const string Observer = "TorchTrust.Watching.Hearing.TrainingObserver";

    /// <summary>Throws, with what helps, where it cannot.</summary>
    /// <exception cref="ToolException">It cannot.</exception>
    public static void Demand(UserProgram program)
    {
        if (!File.Exists(Path.Combine(program.Folder, "TorchSharp.dll")))
        {
            throw ToolException.CannotRun($"{program.Name} does not use TorchSharp: there is nothing to watch.");
        }

        string own = Path.Combine(program.Folder, "TorchTrust.dll");
        string library = File.Exists(own) ? own : typeof(Trust).Assembly.Location;
        if ((NativeBackend.Problem(program) ?? OtherVersion(program, own) ?? TorchSharpFit.Problem(program, library)) is { } problem)
        {
            throw ToolException.CannotRun(problem);
        }
    }

    private static string? OtherVersion(UserProgram program, string own)
    {
        if (!File.Exists(own))
        {
            return null;
        }

        using ModuleDefinition module = ModuleDefinition.ReadModule(own);
        string? version = module.Assembly.CustomAttributes
            .FirstOrDefault(attribute => attribute.AttributeType.Name == "AssemblyInformationalVersionAttribute")
            ?.ConstructorArguments[0].Value as string;
        string found = (version ?? module.Assembly.Name.Version.ToString(3)).Split('+')[0];
        string wanted = LibraryVersions.TorchTrust;
        return found == wanted && module.GetType(Observer) is not null
            ? null
            : $"{program.Name} has TorchTrust {found} beside it, and this tool is {wanted}: watching needs the same. Mend it: "
                + $"dotnet add package TorchTrust --version {wanted}, or dotnet tool update torchtrust.cli --version {found}.";
    }
}
