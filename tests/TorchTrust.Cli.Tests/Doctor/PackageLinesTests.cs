using TorchTrust.Cli.Doctor;
using TorchTrust.Running;

namespace TorchTrust.Cli.Tests.Doctor;

public sealed class PackageLinesTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    private static string Backend => $"libtorch-cpu-{PackageList.System}-x64";

    [Fact]
    public void Packages_that_fit_together_are_well()
    {
        DoctorLine[] lines = Lines("2.10.0.0", $"TorchSharp/{LibraryVersions.TorchSharpNeeded}", $"{Backend}/2.10.0");

        Assert.All(lines, line => Assert.Equal(DoctorState.Ok, line.State));
        Assert.Contains(lines, line => line.Text == $"{Backend} 2.10.0");
    }

    [Fact]
    public void A_backend_of_another_version_is_named_with_the_reference_to_write()
    {
        DoctorLine line = Lines("2.10.0.0", "TorchSharp/0.107.0", $"{Backend}/2.7.1")[1];

        Assert.Equal(DoctorState.Trouble, line.State);
        Assert.Equal($"{Backend} 2.7.1, but this TorchSharp was built for LibTorch 2.10.0", line.Text);
        Assert.Contains($"<PackageReference Include=\"{Backend}\" Version=\"2.10.0\" />", line.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_a_backend_is_told_which_to_reference()
    {
        DoctorLine line = Lines("2.10.0.0", "TorchSharp/0.107.0", "libtorch-cpu-beos-x64/2.10.0")[1];

        Assert.Equal(DoctorState.Trouble, line.State);
        Assert.Contains("libtorch-cpu-", line.Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_TorchSharp_is_told_which_version_is_needed()
    {
        DoctorLine line = Lines(null, "TorchSharp/0.102.4", $"{Backend}/2.2.1")[0];

        Assert.Equal(DoctorState.Trouble, line.State);
        Assert.Contains($"was built for {LibraryVersions.TorchSharpNeeded}", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_TorchSharp_is_no_patient() =>
        Assert.Equal("the project does not use it", Assert.Single(Lines(null, "Newtonsoft.Json/13.0.3")).Text);

    private DoctorLine[] Lines(string? needed, params string[] libraries)
    {
        File.WriteAllText(_file, $"{{ \"libraries\": {{ {string.Join(", ", libraries.Select(name => $"\"{name}\": {{}}"))} }} }}");
        return [.. PackageLines.Of(PackageList.Read(_file), needed)];
    }
}
