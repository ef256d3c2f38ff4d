using System.Diagnostics;
using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using TorchSharp;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>Assemblies that hold native code beside their IL: they are woven from the IL, and the native code stays behind.</summary>
public sealed class ReadyToRunTests : IDisposable
{
    private const string Name = "TorchTrust.Weaving.Fixture";
    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-ready-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Explicit = true)] // Publishes a project, for which the SDK fetches the compiler of such images: half a minute.
    public void A_ready_to_run_assembly_gives_the_same_bits_without_its_native_code()
    {
        string published = Publish();
        string woven = Directory.CreateDirectory(Path.Combine(_folder, "woven")).FullName;
        WeaverReply reply = Assert.Single(Weaver.Run(new WeaverOrder([(published, woven)], [AppContext.BaseDirectory])));
        string copy = Path.Combine(woven, Path.GetFileName(published));

        Assert.Null(reply.Refusal);
        Assert.True(reply.Calls > 50, $"{reply.Calls} calls");
        Assert.True(HasNativeCode(published), "The project was published as IL alone.");
        Assert.False(HasNativeCode(copy));

        Assembly assembly = new AssemblyLoadContext("ready to run").LoadFromAssemblyPath(copy);
        Assert.NotNull(WovenAssembly.Find(assembly));
        foreach (MethodInfo construct in typeof(Fixture.Constructs).GetMethods(
            BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            using var scope = NewDisposeScope();
            Tensor expected = Run(construct);
            Tensor found = Run(assembly.GetType(typeof(Fixture.Constructs).FullName!)!.GetMethod(construct.Name)!);
            Assert.True(TensorBits.AreEqual(expected, found), $"{construct.Name}: {expected.cstr()} became {found.cstr()}.");
        }
    }

    private static Tensor Run(MethodInfo construct)
    {
        manual_seed(1);
        return ((Tensor)construct.Invoke(null, null)!).detach();
    }

    private static bool HasNativeCode(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    /// <summary>The fixture's own sources, published as a user would.</summary>
    private string Publish()
    {
        string Metadata(string key) =>
            typeof(ReadyToRunTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
        string sources = Path.Combine(Metadata("RepositoryRoot"), "tests", Name, "*.cs");
        File.WriteAllText(
            Path.Combine(_folder, $"{Name}.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <PublishReadyToRun>true</PublishReadyToRun>
                <SelfContained>false</SelfContained>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <NoWarn>$(NoWarn);NU1603</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <Compile Include="{sources}" />
                <PackageReference Include="TorchSharp" Version="{Metadata("TorchSharpVersion")}" />
                <PublishReadyToRunExclude Include="TorchSharp.dll;SkiaSharp.dll;ICSharpCode.SharpZipLib.dll;Google.Protobuf.dll" />
              </ItemGroup>
            </Project>
            """);
        string output = Path.Combine(_folder, "published");
        var start = new ProcessStartInfo("dotnet", ["publish", "-c", "Release", "-o", output, "-nologo"])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
        };
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        return Path.Combine(output, $"{Name}.dll");
    }
}
