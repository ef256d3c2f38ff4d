using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Projects;

namespace TorchTrust.Cli.Tests.Discovery;

public sealed class NativeBackendTests
{
    [Fact]
    public void A_program_with_a_backend_has_no_problem() => Assert.Null(NativeBackend.Problem(new UserProgram("fixture", Place.Fixture)));

    [Fact]
    public void A_program_without_one_is_told_what_to_add()
    {
        using var place = new Workplace();
        place.Write("App.deps.json", "{ \"libraries\": { \"TorchSharp/0.107.0\": { \"type\": \"package\" } } }");

        Assert.Contains(
            "dotnet add package TorchSharp-cpu", NativeBackend.Problem(new UserProgram("app", place["App.dll"])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_backend_that_lies_in_the_output_is_one()
    {
        using var place = new Workplace();
        place.Write("App.deps.json", "{ \"libraries\": { } }");
        place.Write("runtimes/linux-x64/native/libtorch_cpu.so", "");

        Assert.Null(NativeBackend.Problem(new UserProgram("app", place["App.dll"])));
    }
}
