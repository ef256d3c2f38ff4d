using TorchTrust.Running.Hosting;

namespace TorchTrust.Weaving.Tests;

/// <summary>The folder that stands for a program's own while a host runs.</summary>
public sealed class ProgramCopyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("torchtrust-copy-").FullName;

    private string Home => Path.Combine(_root, "home");

    public ProgramCopyTests()
    {
        Directory.CreateDirectory(Path.Combine(Home, "data"));
        File.WriteAllText(Path.Combine(Home, "app.dll"), "program");
        File.WriteAllText(Path.Combine(Home, "settings.json"), "settings");
        File.WriteAllText(Path.Combine(Home, "data", "digits"), "digits");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Everything_is_read_through_links_and_what_must_be_real_is()
    {
        using ProgramCopy copy = Make();

        Assert.Equal("settings", File.ReadAllText(Path.Combine(copy.Folder, "settings.json")));
        Assert.Equal("digits", File.ReadAllText(Path.Combine(copy.Folder, "data", "digits")));
        Assert.NotNull(new FileInfo(Path.Combine(copy.Folder, "settings.json")).LinkTarget);
        Assert.Null(new FileInfo(Path.Combine(copy.Folder, "app.dll")).LinkTarget);
    }

    [Fact]
    public void Only_the_owner_may_look_into_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using ProgramCopy copy = Make();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(copy.Folder));
    }

    [Fact]
    public void What_the_program_wrote_goes_home_and_the_copy_goes()
    {
        ProgramCopy copy = Make();
        File.WriteAllText(Path.Combine(copy.Folder, "model.dat"), "model");
        Directory.CreateDirectory(Path.Combine(copy.Folder, "runs", "first"));
        File.WriteAllText(Path.Combine(copy.Folder, "runs", "first", "events"), "events");
        File.WriteAllText(Path.Combine(copy.Folder, "data", "more"), "more");
        File.WriteAllText(Path.Combine(copy.Folder, "settings.json"), "changed in place");

        copy.Dispose();

        Assert.Equal("model", File.ReadAllText(Path.Combine(Home, "model.dat")));
        Assert.Equal("events", File.ReadAllText(Path.Combine(Home, "runs", "first", "events")));
        Assert.Equal("more", File.ReadAllText(Path.Combine(Home, "data", "more")));
        Assert.Equal("changed in place", File.ReadAllText(Path.Combine(Home, "settings.json")));
        Assert.Equal("digits", File.ReadAllText(Path.Combine(Home, "data", "digits")));
        Assert.Equal([Path.Combine(Home, "model.dat"), Path.Combine(Home, "runs")], copy.BroughtHome.Order(StringComparer.Ordinal));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
    }

    [Fact]
    public void A_file_that_is_written_anew_and_renamed_replaces_the_one_at_home()
    {
        ProgramCopy copy = Make();
        string fresh = Path.Combine(copy.Folder, "settings.new");
        File.WriteAllText(fresh, "renamed");
        File.Move(fresh, Path.Combine(copy.Folder, "settings.json"), overwrite: true);

        copy.Dispose();

        Assert.Equal("renamed", File.ReadAllText(Path.Combine(Home, "settings.json")));
        Assert.Equal("program", File.ReadAllText(Path.Combine(Home, "app.dll")));
    }

    [Fact]
    public void What_a_process_left_that_is_no_more_is_brought_home_by_the_next()
    {
        ProgramCopy abandoned = Make();
        File.WriteAllText(Path.Combine(abandoned.Folder, "model.dat"), "model");
        string note = abandoned.Folder + ".run";
        string[] lines = File.ReadAllLines(note);
        File.WriteAllLines(note, ["999999999 1", .. lines[1..]]);

        using (Make())
        {
            Assert.Equal("model", File.ReadAllText(Path.Combine(Home, "model.dat")));
            Assert.False(Directory.Exists(abandoned.Folder));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
    }

    [Fact]
    public void Copies_of_processes_that_live_are_left_alone()
    {
        using ProgramCopy first = Make();
        using ProgramCopy second = Make();

        Assert.True(Directory.Exists(first.Folder));
        Assert.NotEqual(first.Folder, second.Folder);
    }

    [Fact]
    public void Where_home_takes_nothing_it_stays_and_that_is_told()
    {
        ProgramCopy copy = Make();
        File.WriteAllText(Path.Combine(copy.Folder, "model.dat"), "model");

        // A folder of the name of the file: nothing can be moved onto it, whoever asks.
        Directory.CreateDirectory(Path.Combine(Home, "model.dat"));
        copy.Dispose();

        Assert.Empty(copy.BroughtHome);
        string left = Assert.Single(copy.LeftBehind);
        Assert.Equal(Path.Combine(copy.Folder, "model.dat"), left);
        Assert.Equal("model", File.ReadAllText(left));
    }

    [Fact]
    public void Nothing_grows_after_a_hundred_runs()
    {
        for (int i = 0; i < 100; i++)
        {
            Make().Dispose();
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Runs));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(Home).Count());
    }

    private string Runs => Path.Combine(_root, "runs");

    [Fact]
    public void What_is_put_there_later_takes_the_place_of_a_link_and_does_not_go_home()
    {
        string woven = Path.Combine(_root, "app.layers.dll");
        File.WriteAllText(woven, "woven");
        File.WriteAllText(Path.Combine(Home, "app.layers.dll"), "as built");
        ProgramCopy copy = ProgramCopy.Make(Runs, Home, [Path.Combine(Home, "app.dll")], ["app.layers.dll"]);
        Assert.Equal("as built", File.ReadAllText(Path.Combine(copy.Folder, "app.layers.dll")));

        copy.Put([woven]);

        Assert.Equal("woven", File.ReadAllText(Path.Combine(copy.Folder, "app.layers.dll")));
        copy.Dispose();
        Assert.Empty(copy.BroughtHome);
        Assert.Equal("as built", File.ReadAllText(Path.Combine(Home, "app.layers.dll")));
    }

    [Fact]
    public void What_was_put_there_later_does_not_go_home_after_a_crash_either()
    {
        string woven = Path.Combine(_root, "app.layers.dll");
        File.WriteAllText(woven, "woven");
        File.WriteAllText(Path.Combine(Home, "app.layers.dll"), "as built");
        ProgramCopy crashed = ProgramCopy.Make(Runs, Home, [Path.Combine(Home, "app.dll")], ["app.layers.dll"]);
        crashed.Put([woven]);
        string note = Directory.EnumerateFiles(Runs, "*.run").Single();
        File.WriteAllLines(note, ["0 0", .. File.ReadAllLines(note).Skip(1)]);

        using ProgramCopy next = Make();

        Assert.False(Directory.Exists(crashed.Folder));
        Assert.Equal("as built", File.ReadAllText(Path.Combine(Home, "app.layers.dll")));
    }

    [Fact]
    public void What_is_brought_stands_beside_the_program_and_within_its_folders()
    {
        string brought = Path.Combine(_root, "brought");
        File.WriteAllText(brought, "brought");
        Directory.CreateDirectory(Path.Combine(Home, "runtimes", "x", "native"));
        Directory.CreateDirectory(Path.Combine(Home, "runtimes", "y"));
        File.WriteAllText(Path.Combine(Home, "runtimes", "x", "native", "old.so"), "old");
        File.WriteAllText(Path.Combine(Home, "runtimes", "x", "native", "other.so"), "other");
        Dictionary<string, string> additions = new()
        {
            ["library.dll"] = brought,
            ["settings.json"] = brought,
            ["runtimes/x/native/old.so"] = brought,
            ["new/file"] = brought,
        };
        ProgramCopy copy = ProgramCopy.Make(Runs, Home, [Path.Combine(Home, "app.dll")], [], additions);
        File.WriteAllText(Path.Combine(copy.Folder, "model.dat"), "model");

        Assert.Equal(Enumerable.Repeat("brought", 4), additions.Keys.Select(place => File.ReadAllText(Path.Combine(copy.Folder, place))));
        Assert.Equal("other", File.ReadAllText(Path.Combine(copy.Folder, "runtimes", "x", "native", "other.so")));
        Assert.True(Directory.Exists(Path.Combine(copy.Folder, "runtimes", "y")));
        copy.Dispose();

        Assert.False(Directory.Exists(copy.Folder));
        Assert.Equal("settings", File.ReadAllText(Path.Combine(Home, "settings.json")));
        Assert.Equal("old", File.ReadAllText(Path.Combine(Home, "runtimes", "x", "native", "old.so")));
        Assert.Equal(
            ["app.dll", "data", "model.dat", "runtimes", "settings.json"],
            new DirectoryInfo(Home).EnumerateFileSystemInfos().Select(entry => entry.Name).Order());
        Assert.Equal(
            ["x", "y"], new DirectoryInfo(Path.Combine(Home, "runtimes")).EnumerateFileSystemInfos().Select(entry => entry.Name).Order());
    }

    private ProgramCopy Make() => ProgramCopy.Make(Runs, Home, [Path.Combine(Home, "app.dll")], []);
}
