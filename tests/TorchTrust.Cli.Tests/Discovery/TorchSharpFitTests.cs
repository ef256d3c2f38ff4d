using Mono.Cecil;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Tests.Discovery;

/// <summary>Other versions of TorchSharp are stand-ins: the real assembly with another number, or without a member.</summary>
public sealed class TorchSharpFitTests
{
    [Fact]
    public void The_version_that_the_library_was_built_for_fits() =>
        Assert.Null(TorchSharpFit.Problem(new UserProgram("fixture", Place.Fixture)));

    [Fact]
    public void An_older_version_is_named_with_the_one_needed() => Assert.Contains(
        "uses TorchSharp 0.99.0, and TorchTrust",
        Problem(torch => torch.Assembly.Name.Version = new Version(0, 99, 0, 0)),
        StringComparison.Ordinal);

    [Fact]
    public void A_newer_version_that_lacks_a_member_is_named_with_the_member()
    {
        string problem = Problem(torch =>
        {
            torch.Assembly.Name.Version = new Version(9, 0, 0, 0);
            foreach (MethodDefinition method in torch.GetType("TorchSharp.torch").Methods.Where(method => method.Name == "get_num_threads"))
            {
                method.Name = "get_thread_count";
            }
        });

        Assert.Contains("uses TorchSharp 9.0.0", problem, StringComparison.Ordinal);
        Assert.Contains("get_num_threads() is not there", problem, StringComparison.Ordinal);
        Assert.Contains("dotnet add package TorchSharp --version 0.107.0", problem, StringComparison.Ordinal);
    }

    private static string Problem(Action<ModuleDefinition> change)
    {
        using var place = new Workplace();
        string output = Path.GetDirectoryName(Place.Fixture)!;
        foreach (string file in Directory.EnumerateFiles(output, "*.dll").Where(file => new FileInfo(file).Length < 4 << 20))
        {
            File.Copy(file, place[Path.GetFileName(file)]);
        }

        using (ModuleDefinition torch = ModuleDefinition.ReadModule(Path.Combine(output, "TorchSharp.dll")))
        {
            change(torch);
            torch.Write(place["TorchSharp.dll"]);
        }

        return TorchSharpFit.Problem(new UserProgram("copy", place["TorchTrust.Cli.Fixture.dll"]))!;
    }
}
