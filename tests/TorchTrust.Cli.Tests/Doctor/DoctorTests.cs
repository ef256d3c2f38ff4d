using TorchTrust.Cli.Doctor;
using TorchTrust.Cli.Tests.Explain;

namespace TorchTrust.Cli.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("torchtrust-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void This_program_which_has_no_backend_is_told_so_by_a_process_of_its_own()
    {
        CommandRun run = CommandRun.Of(120, "doctor", typeof(DoctorTests).Assembly.Location);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("✓ TorchSharp", run.Output, StringComparison.Ordinal);
        Assert.Contains("✗ backend package", run.Output, StringComparison.Ordinal);
        Assert.Contains("✗ native backend", run.Output, StringComparison.Ordinal);
        Assert.Contains("torch_cpu is not among the files of the program", run.Output, StringComparison.Ordinal);
        Assert.False(
            Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")),
            "The doctor made TorchSharp's loader leave its copies behind.");
    }

    [Fact]
    public void A_program_with_its_backend_is_well()
    {
        CommandRun run = CommandRun.Of(120, "doctor", Place.Fixture);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("✓ native backend", run.Output, StringComparison.Ordinal);
        Assert.Contains("✓ self-test", run.Output, StringComparison.Ordinal);
        Assert.Contains("✓ weaving", run.Output, StringComparison.Ordinal);
        Assert.Contains("TorchTrust.Cli.Fixture", run.Output, StringComparison.Ordinal);
        Assert.Contains("All is well.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_project_that_is_not_built_is_told_to_be()
    {
        File.WriteAllText(
            Path.Combine(_folder, "App.csproj"),
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net8.0</TargetFramework></PropertyGroup></Project>");

        CommandRun run = CommandRun.Of(200, "doctor", _folder);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("App.dll is not built", run.Output, StringComparison.Ordinal);
        Assert.Contains("✓ .NET", run.Output, StringComparison.Ordinal);
        Assert.Contains("To mend: 1.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_a_wrong_use()
    {
        CommandRun run = CommandRun.Of(120, "doctor", Path.Combine(_folder, "no.csproj"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no '", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Copies_of_a_failed_load_are_found_beside_the_program()
    {
        string left = Directory.CreateDirectory(Path.Combine(_folder, "cpu")).FullName;
        DoctorLine empty = Leftovers.Of(_folder);
        File.WriteAllText(Path.Combine(left, "libLibTorchSharp.so"), "");

        DoctorLine full = Leftovers.Of(_folder);

        Assert.Equal(DoctorState.Ok, empty.State);
        Assert.Equal(DoctorState.Trouble, full.State);
        Assert.Contains(left, full.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3L << 30, "Ok")]
    [InlineData(1L << 30, "Trouble")]
    public void A_disk_must_have_room_for_an_output(long free, string state) =>
        Assert.Equal(state, $"{MachineLines.Disk("/here", free).State}");

    [Fact]
    public void A_machine_without_an_SDK_is_told_to_get_one()
    {
        Assert.Equal(DoctorState.Trouble, MachineLines.Dotnet(null).State);
        Assert.Contains("SDK 10.0.100", MachineLines.Dotnet("10.0.100").Text, StringComparison.Ordinal);
    }
}
