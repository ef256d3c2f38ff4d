using TorchTrust.Packages.Tests.Users;

namespace TorchTrust.Packages.Tests;

/// <summary>A program for .NET 8 that is rolled forward.</summary>
public sealed class OlderFrameworkTests(Workshop workshop)
{
    [Fact]
    public async Task A_program_for_net_8_checks_its_model_in_a_host_of_the_runtime_that_there_is()
    {
        OlderProgram program = await workshop.OlderProgram;

        string output = program.RunOutput.EndedWith(0).Output;
        Assert.Contains("framework .NETCoreApp,Version=v8.0", output, StringComparison.Ordinal);
        Assert.Contains("runtime .NET ", output, StringComparison.Ordinal);
        Assert.Contains("everything-is-registered: Failed", output, StringComparison.Ordinal);
        Assert.Contains("samples-independent-in-eval: Failed", output, StringComparison.Ordinal);
        Assert.Contains("values-are-finite: Passed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("tensors-follow-device: Inconclusive", output, StringComparison.Ordinal);
    }
}
