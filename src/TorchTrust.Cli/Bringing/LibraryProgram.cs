using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mono.Cecil;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Running.Hosting;

namespace TorchTrust.Cli.Bringing;

/// <summary>
/// Makes a program for a class library, which has none: a project of our own, in the user's local data, that references the library
/// and, where that has none, the native backend for its TorchSharp.
/// </summary>
internal static class LibraryProgram
{
    private const int MostErrors = 5;
    private const string Source = "return 0;\n";

    /// <summary>Makes it.</summary>
    /// <param name="library">The library as it was built.</param>
    /// <param name="options">How it was built.</param>
    /// <param name="cancellation">Ends the build.</param>
    /// <exception cref="ToolException">It does not build.</exception>
    public static UserProgram Of(UserProgram library, BuildOptions options, CancellationToken cancellation)
    {
        string project = library.Project!;
        string name = $"{library.Name}.Checked";
        string folder = Path.Combine(OwnFolder.Root, "programs", Key(project, options));
        OwnFolder.Create(folder);
        string framework = FrameworkOf(library, options);
        string? backend = BackendFor(library, project);
        string path = Path.Combine(folder, $"{name}.csproj");
        WriteIfChanged(path, Text(project, name, framework, backend, options));
        WriteIfChanged(Path.Combine(folder, "Program.cs"), Source);
        string[] configuration = options.Configuration is { } chosen ? ["--configuration", chosen] : [];
        DotnetResult build = Dotnet.Run(
            Path.GetDirectoryName(project)!,
            cancellation,
            [
                "build", path, "-nologo", "-verbosity:quiet", "-nodeReuse:false", "-clp:NoSummary",
                $"-property:RestoreRootConfigDirectory={Path.GetDirectoryName(project)}", .. configuration,
            ]);
        string assembly = Path.Combine(folder, "out", $"{name}.dll");
        return build.ExitCode == 0 && File.Exists(assembly)
            ? new UserProgram(library.Given, assembly)
            {
                Project = project,
                Notes =
                [
                    .. library.Notes,
                    $"{library.Name} is a class library: it is checked in a program made for "
                        + $"it{(backend is null ? "" : $", with {backend.Replace('/', ' ')}")}.",
                ],
            }
            : throw ToolException.CannotRun(
                $"{library.Name} is a class library, and the program made for it does not build:\n"
                    + string.Join('\n', Errors(build))
                    + "\nName an application or a test project that references it.");
    }

    private static IEnumerable<string> Errors(DotnetResult build) => build.Output.Concat(build.Errors)
        .Where(line => line.Contains("error", StringComparison.Ordinal))
        .Distinct()
        .Take(MostErrors)
        .Select(line => $"  {line.Trim()}");

    private static string Text(string project, string name, string framework, string? backend, BuildOptions options)
    {
        string package = backend?.Split('/') is [var id, var version]
            ? $"\n    <PackageReference Include=\"{id}\" Version=\"{version}\" />"
            : "";
        string set = options.Framework is { } chosen ? $" SetTargetFramework=\"TargetFramework={SecurityElement.Escape(chosen)}\"" : "";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <AssemblyName>{SecurityElement.Escape(name)}</AssemblyName>
                <OutputPath>out/</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{SecurityElement.Escape(project)}"{set} />{package}
              </ItemGroup>
            </Project>

            """;
    }

    /// <summary>The framework that the library was built for; the newest runtime here for one of .NET Standard.</summary>
    private static string FrameworkOf(UserProgram library, BuildOptions options)
    {
        if (options.Framework is { } chosen && !chosen.StartsWith("netstandard", StringComparison.OrdinalIgnoreCase))
        {
            return chosen;
        }

        using ModuleDefinition module = ModuleDefinition.ReadModule(library.AssemblyPath);
        CustomAttribute? framework = module.Assembly.CustomAttributes
            .FirstOrDefault(attribute => attribute.AttributeType.FullName == "System.Runtime.Versioning.TargetFrameworkAttribute");
        string? name = framework?.ConstructorArguments[0].Value as string;
        const string Core = ".NETCoreApp,Version=v";
        return name?.StartsWith(Core, StringComparison.Ordinal) == true
            ? $"net{name[Core.Length..]}"
            : $"net{Dotnet.Runtimes()[^1].ToString(2)}";
    }

    /// <summary>
    /// The package of LibTorch that TorchSharp asks for, as id and version; null where the library brings one, or has no TorchSharp.
    /// </summary>
    private static string? BackendFor(UserProgram library, string project)
    {
        string assets = Path.Combine(Path.GetDirectoryName(project)!, "obj", "project.assets.json");
        if (!File.Exists(assets))
        {
            return null;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(assets));
        string[] packages = [.. json.RootElement.GetProperty("libraries").EnumerateObject().Select(each => each.Name)];
        string? torch = packages.FirstOrDefault(each => each.StartsWith("TorchSharp/", StringComparison.OrdinalIgnoreCase));
        if (torch is null || packages.Any(each => each.StartsWith("libtorch-", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        string? dll = json.RootElement.GetProperty("packageFolders").EnumerateObject()
            .Select(folder => Path.Combine(folder.Name, torch.ToLowerInvariant().Replace('/', Path.DirectorySeparatorChar), "lib"))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "TorchSharp.dll", SearchOption.AllDirectories))
            .FirstOrDefault();
        return dll is null || LibTorchOf(dll) is not { } version ? null : $"{Package()}/{version}";
    }

    /// <summary>The version of LibTorch that a TorchSharp was made for, as it has it in itself.</summary>
    private static string? LibTorchOf(string path)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        string? version =
            module.GetType("TorchSharp.torch")?.Fields.FirstOrDefault(field => field.Name == "libtorchPackageVersion")?.Constant as string;
        return version is null ? null : Version.Parse(version).ToString(3);
    }

    private static string Package() => OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64"
        : OperatingSystem.IsMacOS() ? "libtorch-cpu-osx-arm64"
        : "libtorch-cpu-linux-x64";

    private static string Key(string project, BuildOptions options)
    {
        string text = $"{project}|{options.Configuration}|{options.Framework}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return $"{Path.GetFileNameWithoutExtension(project)}-{Convert.ToHexString(hash.AsSpan(0, 8))}";
    }

    private static void WriteIfChanged(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
