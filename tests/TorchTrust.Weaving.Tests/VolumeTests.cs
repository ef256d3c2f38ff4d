using TorchTrust.Running.Hosting;
using TorchTrust.Weaving.Fixture;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>Disks that are full, closed, or another one than that of the program.</summary>
public sealed class VolumeTests : IDisposable
{
    private const int Room = 64 << 20;
    private readonly string? _before = Environment.GetEnvironmentVariable(OwnFolder.Variable);
    private readonly string _root = Directory.CreateTempSubdirectory("torchtrust-disks-").FullName;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(OwnFolder.Variable, _before);
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Copies_on_another_volume_are_run_and_what_is_written_comes_home()
    {
        using OwnVolume volume = OwnVolume.Of(Room);
        Environment.SetEnvironmentVariable(OwnFolder.Variable, volume.Folder);
        string written = Path.Combine(AppContext.BaseDirectory, "written-beside-itself.txt");
        File.Delete(written);

        TrustReport report = Check(() => new WritesBesideItself());

        Assert.Equal(Verdict.Passed, Assert.Single(report.Results).Verdict);
        Assert.Contains("TorchTrust.Weaving.Fixture", report.Weaving!.Woven);
        Assert.Equal([written], report.Weaving.BroughtHome);
        Assert.Equal(AppContext.BaseDirectory, File.ReadAllText(written));
        File.Delete(written);
    }

    [Fact]
    public void On_a_full_disk_the_program_runs_as_it_is_and_nothing_half_is_left()
    {
        using OwnVolume volume = OwnVolume.Of(Room);
        Environment.SetEnvironmentVariable(OwnFolder.Variable, volume.Folder);
        string filler = volume.Fill();

        TrustReport report = Check(() => new TwoLayers());

        Assert.Equal(Verdict.Passed, Assert.Single(report.Results).Verdict);
        Assert.StartsWith("Nothing is woven: ", report.Weaving!.Off, StringComparison.Ordinal);
        Assert.Contains("No space left on device", report.Weaving.Off, StringComparison.Ordinal);
        Assert.Equal([filler], Directory.EnumerateFiles(volume.Folder, "*", SearchOption.AllDirectories));

        File.Delete(filler);
        Assert.Null(Check(() => new TwoLayers()).Weaving!.Off);
    }

    [Fact]
    public void A_disk_that_is_full_after_weaving_has_no_room_for_the_copy()
    {
        using OwnVolume volume = OwnVolume.Of(Room);
        Environment.SetEnvironmentVariable(OwnFolder.Variable, volume.Folder);
        HostLocation location = HostLocation.Find();
        Weave(location).Dispose();
        volume.Fill();

        using WovenProgram program = Weave(location);

        Assert.Same(location, program.Location);
        Assert.Contains("No space left on device", program.Summary.Off, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(volume.Folder, "runs")));
    }

    [Fact]
    public void A_full_output_folder_gets_no_half_file()
    {
        using OwnVolume home = OwnVolume.Of(256 << 10);
        File.WriteAllText(Path.Combine(home.Folder, "app.dll"), "program");
        byte[] content = new byte[1 << 20];
        ProgramCopy copy = ProgramCopy.Make(_root, home.Folder, [Path.Combine(home.Folder, "app.dll")], []);
        File.WriteAllBytes(Path.Combine(copy.Folder, "model.dat"), content);

        copy.Dispose();

        string left = Assert.Single(copy.LeftBehind);
        Assert.Equal(content, File.ReadAllBytes(left));
        Assert.Empty(copy.BroughtHome);
        Assert.Equal(["app.dll"], Directory.EnumerateFileSystemEntries(home.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_program_in_a_folder_that_takes_nothing_is_woven_and_what_it_writes_is_kept()
    {
        TrustReport report;
        using (OwnVolume.ReadOnly(AppContext.BaseDirectory))
        {
            Assert.ThrowsAny<IOException>(() => File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "closed"), ""));
            report = Check(() => new WritesBesideItself());
        }

        Assert.Equal(Verdict.Passed, Assert.Single(report.Results).Verdict);
        Assert.Contains("TorchTrust.Weaving.Fixture", report.Weaving!.Woven);
        Assert.Empty(report.Weaving.BroughtHome);
        string left = Assert.Single(report.Weaving.LeftBehind);
        Assert.Equal(AppContext.BaseDirectory, File.ReadAllText(left));
        Directory.Delete(Path.GetDirectoryName(left)!, recursive: true);
    }

    private static WovenProgram Weave(HostLocation location)
    {
        var program = WovenProgram.Begin(location, new TrustOptions());
        program.Complete();
        return program;
    }

    private static TrustReport Check(Func<nn.Module<Tensor, Tensor>> build) => Trust.Check(
        ModelSubject.For(build).WithInput(n => randn(n, 4)),
        new TrustOptions { Checks = [CheckIds.SamplesAreIndependentInEval], Isolation = Isolation.Host });
}
