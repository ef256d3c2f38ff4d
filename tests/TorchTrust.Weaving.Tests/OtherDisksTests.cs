using TorchTrust.Running.Hosting;
using TorchTrust.Weaving.Fixture;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>
/// Copies of programs where links are refused, files are in use, and names differ in case alone: what Windows and macOS do, pretended.
/// </summary>
public sealed class OtherDisksTests : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable(OwnFolder.Variable);
    private readonly string _root = Directory.CreateTempSubdirectory("torchtrust-disks-").FullName;

    public OtherDisksTests()
    {
        Directory.CreateDirectory(Path.Combine(Home, "data"));
        File.WriteAllText(Path.Combine(Home, "app.dll"), "program");
        File.WriteAllText(Path.Combine(Home, "settings.json"), "settings");
        File.WriteAllText(Path.Combine(Home, "state"), "state");
        File.WriteAllText(Path.Combine(Home, "data", "digits"), "digits");
    }

    private string Home => Path.Combine(_root, "home");

    private string Runs => Path.Combine(_root, "runs");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(OwnFolder.Variable, _before);
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_the_right_to_symbolic_links_everything_is_there_all_the_same_and_what_is_written_comes_home(bool linksHard)
    {
        ProgramCopy copy = Make(new PretendedDisk { LinksHard = linksHard });
        Assert.Equal("digits", File.ReadAllText(Path.Combine(copy.Folder, "data", "digits")));
        Assert.All(
            new DirectoryInfo(copy.Folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories),
            entry => Assert.Null(entry.LinkTarget));

        WriteAsPrograms(copy.Folder);
        copy.Dispose();

        AssertThatItCameHome();
        string[] brought = ["data", "runs", "settings.json", .. linksHard ? Array.Empty<string>() : ["state"]];
        Assert.Equal(brought.Select(name => Path.Combine(Home, name)), copy.BroughtHome.Order(StringComparer.Ordinal));
        Assert.Empty(copy.LeftBehind);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_crash_the_next_process_brings_it_home(bool linksHard)
    {
        var disk = new PretendedDisk { LinksHard = linksHard };
        ProgramCopy crashed = Make(disk);
        WriteAsPrograms(crashed.Folder);
        Crash(crashed);

        Make(disk).Dispose();

        AssertThatItCameHome();
        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
    }

    [Fact]
    public void A_large_file_without_any_link_is_not_copied_and_nothing_half_is_left()
    {
        using (FileStream native = File.Create(Path.Combine(Home, "torch.dll")))
        {
            native.SetLength(65 << 20);
        }

        IOException refused = Assert.Throws<IOException>(() => Make(new PretendedDisk { LinksHard = false }));

        Assert.Contains("torch.dll can be made in", refused.Message, StringComparison.Ordinal);
        Assert.Contains("too large to copy", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
        Make(new PretendedDisk()).Dispose();
    }

    [Fact]
    public void A_copy_in_use_at_the_end_is_told_and_goes_with_the_next_run()
    {
        var disk = new PretendedDisk();
        ProgramCopy held = Make(disk);
        File.WriteAllText(Path.Combine(held.Folder, "model.dat"), "model");
        disk.InUse = Path.GetFileName(held.Folder);

        held.Dispose();

        Assert.True(held.Remains);
        Assert.Equal([Path.Combine(Home, "model.dat")], held.BroughtHome);
        Assert.Equal("model", File.ReadAllText(Path.Combine(Home, "model.dat")));
        Assert.True(Directory.Exists(held.Folder));
        Crash(held);

        // It is in use still, and then no more.
        Make(disk).Dispose();
        Assert.True(Directory.Exists(held.Folder));
        disk.InUse = null;
        Make(disk).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
        Assert.Equal(["app.dll", "data", "model.dat", "settings.json", "state"], NamesAtHome());
    }

    [Fact]
    public void Where_names_differ_in_case_alone_they_are_one_file()
    {
        string other = Path.Combine(_root, "App.DLL");
        File.WriteAllText(other, "as woven");
        ProgramCopy copy = ProgramCopy.Make(
            Runs, Home, [other], ["SETTINGS.json"], new Dictionary<string, string> { ["STATE"] = other },
            new PretendedDisk { LinksSymbolically = true });

        Assert.Equal(["App.DLL", "STATE", "data", "settings.json"], new DirectoryInfo(copy.Folder).EnumerateFileSystemInfos()
            .Select(entry => entry.Name)
            .Order(StringComparer.Ordinal));
        copy.Dispose();

        Assert.Empty(copy.BroughtHome);
        Assert.Equal(["app.dll", "data", "settings.json", "state"], NamesAtHome());
    }

    [Fact]
    public void A_host_runs_the_woven_program_without_symbolic_links()
    {
        Environment.SetEnvironmentVariable(OwnFolder.Variable, Path.Combine(_root, "own"));

        TrustReport report = Check(new PretendedDisk());

        Assert.Null(report.Weaving!.Off);
        Assert.Contains("TorchTrust.Weaving.Fixture", report.Weaving.Woven);
        Assert.Empty(report.Weaving.BroughtHome);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_root, "own", "runs")));
    }

    [Fact]
    public void A_host_runs_the_program_as_it_is_where_there_is_no_link_at_all()
    {
        Environment.SetEnvironmentVariable(OwnFolder.Variable, Path.Combine(_root, "own"));

        TrustReport report = Check(new PretendedDisk { LinksHard = false });

        Assert.StartsWith("Nothing is woven: No link to ", report.Weaving!.Off, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_root, "own", "runs")));
    }

    [Fact]
    public void Copies_lie_in_folders_with_spaces_and_names_of_any_language_and_length()
    {
        // Longer than the 260 characters that Windows had once.
        string own =
            Path.Combine([_root, "Jürgen's own data, 数据", .. Enumerable.Repeat("a folder with a name that has forty characters", 6)]);
        Environment.SetEnvironmentVariable(OwnFolder.Variable, own);

        TrustReport report = Check(Disk.OfThisMachine);

        Assert.Contains("TorchTrust.Weaving.Fixture", report.Weaving!.Woven);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(own, "runs")));
    }

    [Fact]
    public void A_kept_copy_that_was_removed_in_part_is_made_anew_or_beside_it_where_it_is_in_use()
    {
        var disk = new PretendedDisk { LinksSymbolically = true };
        string whole = Folder(Weave(disk));
        Damage(whole);
        Assert.Equal(whole, Folder(Weave(disk)));

        Damage(whole);
        disk.InUse = Path.GetFileName(whole);
        KeptCopy beside = Weave(disk);
        Assert.Equal(whole + ".1", Folder(beside));
        Assert.Equal(beside.Files, Weave(disk).Files);
        Assert.Null(beside.Reply.Refusal);
    }

    /// <summary>A file in a folder of the program, a new folder, a file written anew and renamed, and one written in place.</summary>
    private static void WriteAsPrograms(string folder)
    {
        File.WriteAllText(Path.Combine(folder, "data", "more"), "more");
        Directory.CreateDirectory(Path.Combine(folder, "runs", "first"));
        File.WriteAllText(Path.Combine(folder, "runs", "first", "events"), "events");
        File.WriteAllText(Path.Combine(folder, "settings.new"), "renamed");
        File.Move(Path.Combine(folder, "settings.new"), Path.Combine(folder, "settings.json"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "state"), "written in place");
    }

    private void AssertThatItCameHome()
    {
        Assert.Equal("more", File.ReadAllText(Path.Combine(Home, "data", "more")));
        Assert.Equal("digits", File.ReadAllText(Path.Combine(Home, "data", "digits")));
        Assert.Equal("events", File.ReadAllText(Path.Combine(Home, "runs", "first", "events")));
        Assert.Equal("renamed", File.ReadAllText(Path.Combine(Home, "settings.json")));
        Assert.Equal("written in place", File.ReadAllText(Path.Combine(Home, "state")));
        Assert.Equal("program", File.ReadAllText(Path.Combine(Home, "app.dll")));
        Assert.Equal(["app.dll", "data", "runs", "settings.json", "state"], NamesAtHome());
    }

    private IEnumerable<string> NamesAtHome() =>
        new DirectoryInfo(Home).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);

    private ProgramCopy Make(Disk disk) => ProgramCopy.Make(Runs, Home, [Path.Combine(Home, "app.dll")], [], disk: disk);

    /// <summary>Makes the owner of a copy a process that is no more.</summary>
    private static void Crash(ProgramCopy copy)
    {
        string note = copy.Folder + ".run";
        File.WriteAllLines(note, ["999999999 1", .. File.ReadAllLines(note).Skip(1)]);
    }

    private static TrustReport Check(Disk disk)
    {
        TrustReport report = Trust.Check(
            ModelSubject.For(() => new TwoLayers()).WithInput(n => randn(n, 4)),
            new TrustOptions { Checks = [CheckIds.SamplesAreIndependentInEval], Isolation = Isolation.Host, Disk = disk });
        Assert.Equal(Verdict.Passed, Assert.Single(report.Results).Verdict);
        return report;
    }

    private KeptCopy Weave(Disk disk)
    {
        HostLocation location = HostLocation.Find();
        return Assert.Single(new KeptCopies(Path.Combine(_root, "kept"), disk).Of(
            location, WeaverProcess.Beside(location.Program)!, [typeof(TwoLayers).Assembly.Location], AppContext.BaseDirectory));
    }

    private static string Folder(KeptCopy copy) => Path.GetDirectoryName(copy.Files[0])!;

    private static void Damage(string folder) => File.Delete(Path.Combine(folder, "woven.txt"));
}
