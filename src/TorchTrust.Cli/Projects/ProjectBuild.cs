using System.Text.Json;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Projects;

/// <summary>Builds a project with the .NET SDK, and asks it where the output is.</summary>
internal sealed class ProjectBuild(string project, BuildOptions options, CancellationToken cancellation)
{
    private const int MostErrors = 20;

    /// <summary>Builds what the user named, or takes the assembly that they named.</summary>
    /// <param name="given">As the user wrote it; null for the present folder.</param>
    /// <param name="options">How it is built.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <param name="libraryProgram">Makes a program for a class library; null where none is taken.</param>
    /// <exception cref="ToolException">It does not build, or does not run.</exception>
    public static UserProgram Make(
        string? given, BuildOptions options, CancellationToken cancellation, Func<UserProgram, UserProgram>? libraryProgram = null)
    {
        string path = ProjectLocator.Find(given);
        UserProgram program = ProjectLocator.IsBuilt(path)
            ? new ProjectBuild(path, options, cancellation).Make(given)
            : new UserProgram(given!, path);
        program = libraryProgram is { } make && program.Project is not null && !File.Exists(program.Configuration)
            ? make(program)
            : program;
        Demand(program);
        IReadOnlyList<Version> runtimes = Dotnet.Runtimes();
        return Frameworks.RollForward(program.Runtime(), runtimes) is { } note
            ? program with { Notes = [.. program.Notes, note] }
            : program;
    }

    private UserProgram Make(string? given)
    {
        string[] targets = [.. Properties(null, "TargetFrameworks", "TargetFramework")["TargetFrameworks"]
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        string? framework = options.Framework ?? (targets.Length > 0 ? Frameworks.Newest(targets, Dotnet.Runtimes()) : null);
        if (!options.IsBuilt)
        {
            Build(framework);
        }

        Dictionary<string, string> properties = Properties(framework, "TargetPath", "OutputType");
        string assembly = properties["TargetPath"];
        if (!File.Exists(assembly))
        {
            throw ToolException.CannotRun(options.IsBuilt
                ? $"{assembly} is not there: the project was not built in this configuration. Leave --no-build out."
                : $"{Name} was built, but {assembly} is not there.");
        }

        return new UserProgram(given ?? ".", assembly)
        {
            Project = project,
            Notes = targets.Length > 1 && options.Framework is null
                ? [$"{Name} targets {string.Join(", ", targets)}: checked as {framework} (--framework chooses another)."]
                : [],
        };
    }

    private string Name => Path.GetFileNameWithoutExtension(project);

    private void Build(string? framework)
    {
        // A program of one file is built within one process, and refuses this switch.
        string[] nodes = ProjectLocator.IsFileProgram(project) ? [] : ["-nodeReuse:false"];
        DotnetResult build = Run(["build", project, "-nologo", "-verbosity:quiet", .. nodes, "-clp:NoSummary", .. Switches(framework)]);
        if (build.ExitCode != 0)
        {
            throw ToolException.CannotRun($"{Name} does not build:\n{Errors(build)}");
        }
    }

    private Dictionary<string, string> Properties(string? framework, params string[] names)
    {
        DotnetResult asked =
            Run([ProjectLocator.Asked(project), project, "-nologo", $"-getProperty:{string.Join(',', names)}", .. Settings(framework)]);
        string text = string.Join('\n', asked.Output);
        int start = text.IndexOf('{', StringComparison.Ordinal);
        if (asked.ExitCode != 0 || start < 0)
        {
            throw ToolException.CannotRun($"{Name} cannot be read by MSBuild:\n{Errors(asked)}");
        }

        using var json = JsonDocument.Parse(text[start..]);
        return json.RootElement.GetProperty("Properties").EnumerateObject()
            .ToDictionary(property => property.Name, property => property.Value.GetString()!);
    }

    private DotnetResult Run(IReadOnlyList<string> arguments) => Dotnet.Run(Path.GetDirectoryName(project)!, cancellation, arguments);

    private IEnumerable<string> Switches(string? framework) =>
    [
        .. framework is null ? Array.Empty<string>() : ["--framework", framework],
        .. options.Configuration is null ? Array.Empty<string>() : ["--configuration", options.Configuration],
    ];

    private IEnumerable<string> Settings(string? framework) =>
    [
        .. framework is null ? Array.Empty<string>() : [$"-property:TargetFramework={framework}"],
        .. options.Configuration is null ? Array.Empty<string>() : [$"-property:Configuration={options.Configuration}"],
    ];

    /// <summary>The compiler's errors, each once and without the name of the project; the end of the output if there are none.</summary>
    private static string Errors(DotnetResult failed)
    {
        string[] lines = [.. failed.Output.Concat(failed.Errors).Where(line => !string.IsNullOrWhiteSpace(line))];
        string[] errors =
        [
            .. lines.Where(line => line.Contains("error ", StringComparison.Ordinal))
                .Select(WithoutProject)
                .Select(Shortened)
                .Distinct(),
        ];
        string[] shown = errors.Length > 0 ? [.. errors.Take(MostErrors)] : [.. lines.TakeLast(MostErrors)];
        string more = errors.Length > MostErrors ? $"\n  and {errors.Length - MostErrors} more errors" : "";
        return string.Join('\n', shown.Select(line => $"  {line.Trim()}")) + more;
    }

    private static string WithoutProject(string line) =>
        line.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and int end && line.EndsWith(']') ? line[..end] : line;

    private static string Shortened(string line)
    {
        string folder = Directory.GetCurrentDirectory() + Path.DirectorySeparatorChar;
        return line.Trim().StartsWith(folder, StringComparison.Ordinal) ? line.Trim()[folder.Length..] : line;
    }

    private static void Demand(UserProgram program)
    {
        if (!File.Exists(program.Configuration))
        {
            throw ToolException.WrongUse(
                $"{program.Name} is a class library: it has no backend and no runtime configuration of its own. Name a project that runs "
                    + "it, an application or a test project, or one of its models by --model.");
        }

        if (!File.Exists(program.Dependencies))
        {
            throw ToolException.CannotRun(
                $"There is no {program.Dependencies}: the host of the checks needs it to find TorchSharp. Remove "
                    + "GenerateDependencyFile=false.");
        }
    }
}
