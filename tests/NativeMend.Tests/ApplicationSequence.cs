using System.Security.Cryptography;

namespace NativeMend.Tests;

/// <summary>
/// A real application on TorchSharp that is built, built again, published in several ways and cleaned, once for all
/// tests, which only look at what was seen on the way.
/// </summary>
public sealed class ApplicationSequence : IAsyncLifetime
{
    private const string LibraryName = "libLibTorchSharp.so", Natives = "runtimes/linux-x64/native";
    private static readonly string[] _always = ["-p:TorchTrustMendNative=always"];

    private readonly string _folder = TestPaths.CreateFolder();

    internal string HashBefore { get; } = Hash(TestPaths.PackageLibrary);

    internal string HashAfter { get; private set; } = "";

    internal Output Build { get; private set; } = null!;

    internal Output BuildAgain { get; private set; } = null!;

    internal Output Publish { get; private set; } = null!;

    internal Output PublishForLinux { get; private set; } = null!;

    internal Output PublishForWindows { get; private set; } = null!;

    internal Output Auto { get; private set; } = null!;

    internal Output RunBesideLeftovers { get; private set; } = null!;

    internal Output Clean { get; private set; } = null!;

    internal Output CleanAgain { get; private set; } = null!;

    internal IReadOnlyList<string> LeftByClean { get; private set; } = [];

    internal bool HasConsolidatedFolder { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (!Machine.HasGlibcX64)
        {
            return;
        }

        WriteProject();
        string output = Path.Combine(_folder, "bin", "Debug", "net10.0");
        Build = await StepAsync(output, Natives, ["build", .. _always]);
        HasConsolidatedFolder = Directory.Exists(Path.Combine(output, "cpu"));
        BuildAgain = await StepAsync(output, Natives, ["build", "--no-restore", .. _always]);
        Publish = await StepAsync(
            Path.Combine(_folder, "built"),
            Natives,
            ["publish", "--no-build", "-c", "Debug", "-o", "built", .. _always]);
        Auto = await StepAsync(output, Natives, ["build", "--no-restore", "-p:TorchTrustMendNative=auto"]);

        LeaveFailedLoadBehind(output);
        RunBesideLeftovers = await StepAsync(output, Natives, ["build", "--no-restore", .. _always]);

        PublishForLinux = await StepAsync(
            Path.Combine(_folder, "linux"),
            "",
            ["publish", "-c", "Debug", "-r", "linux-x64", "-o", "linux", .. _always]);
        PublishForWindows = await StepAsync(
            Path.Combine(_folder, "windows"),
            "",
            ["publish", "-c", "Debug", "-r", "win-x64", "-p:UseAppHost=false", "-o", "windows", .. _always],
            run: false);

        Clean = await StepAsync(output, Natives, ["clean", .. _always], run: false);
        CleanAgain = await StepAsync(output, Natives, ["clean", .. _always], run: false);
        string mended = Path.Combine(_folder, "obj", "Debug", "net10.0", "mended");
        LeftByClean = Directory.Exists(mended) ? Directory.GetFiles(mended, "*", SearchOption.AllDirectories) : [];
        HashAfter = Hash(TestPaths.PackageLibrary);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)));

    private async Task<Output> StepAsync(string output, string natives, string[] arguments, bool run = true)
    {
        DotnetCommand command = await DotnetCommand.RunAsync(_folder, [.. arguments, "-tl:off", "-nologo", "-v:m"]);
        string library = Path.Combine(output, natives, LibraryName);
        bool exists = File.Exists(library);
        DotnetCommand? program = run && command.ExitCode == 0
            ? await DotnetCommand.RunAsync(_folder, Path.Combine(output, "app.dll"))
            : null;
        return new Output(
            command,
            program,
            exists ? File.ReadAllBytes(library) : null,
            exists ? File.GetLastWriteTimeUtc(library) : null);
    }

    /// <summary>What TorchSharp's loader leaves after a failed load: a folder with the package's own file.</summary>
    private static void LeaveFailedLoadBehind(string output)
    {
        string folder = Directory.CreateDirectory(Path.Combine(output, "cpu")).FullName;
        File.Copy(TestPaths.PackageLibrary, Path.Combine(folder, LibraryName));
    }

    private void WriteProject()
    {
        void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", $"""
            <Project>
              <Import Project="{TestPaths.BackendTargets}" />
              <Import Project="{TestPaths.MendTargets}" />
            </Project>
            """);
        Write("Directory.Packages.props", $"""<Project><Import Project="{TestPaths.PackageVersions}" /></Project>""");
        Write("app.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <UsesTorchBackend>true</UsesTorchBackend>
                <NuGetAudit>false</NuGetAudit>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
                <CreateHardLinksForPublishFilesIfPossible>true</CreateHardLinksForPublishFilesIfPossible>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="TorchSharp" />
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", "System.Console.WriteLine(TorchSharp.torch.ones(2, 3).sum().item<float>());");
    }

    /// <summary>What one step gave.</summary>
    /// <param name="Command">The build.</param>
    /// <param name="Program">The program's run after it, if it was run.</param>
    /// <param name="Library">The library in the output, if there is one.</param>
    /// <param name="Written">When it was last written.</param>
    internal sealed record Output(DotnetCommand Command, DotnetCommand? Program, byte[]? Library, DateTime? Written);
}
