using TorchTrust.Running.Hosting;

namespace TorchTrust.Weaving.Tests;

/// <summary>Woven assemblies are kept from run to run, by what they are made of.</summary>
public sealed class KeptCopiesTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("torchtrust-kept-").FullName;

    private static string Original => typeof(Fixture.TwoLayers).Assembly.Location;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void What_is_kept_is_not_woven_again()
    {
        KeptCopy first = Assert.Single(Weave());
        DateTime made = File.GetLastWriteTimeUtc(first.Files[0]);
        KeptCopy again = Assert.Single(Weave());

        Assert.Equal(first.Files, again.Files);
        Assert.Equal(made, File.GetLastWriteTimeUtc(again.Files[0]));
        Assert.True(again.Reply.Calls > 50, $"{again.Reply.Calls} calls");
        Assert.Contains(("expression trees", 1), again.Reply.Unreached);
        Assert.Contains(("dynamic calls", 1), again.Reply.Unreached);
        Assert.Contains(("calls by reflection", 1), again.Reply.Unreached);
    }

    [Fact]
    public void Another_file_is_another_copy()
    {
        string changed = Path.Combine(_root, Path.GetFileName(Original));
        File.WriteAllBytes(changed, [.. File.ReadAllBytes(Original), 0]);

        Assert.NotEqual(Folder(Assert.Single(Weave())), Folder(Assert.Single(Weave(changed))));
    }

    [Fact]
    public void Several_that_start_at_once_on_an_empty_folder_get_one_copy()
    {
        IReadOnlyList<KeptCopy>[] all = new IReadOnlyList<KeptCopy>[4];
        Parallel.For(0, all.Length, i => all[i] = Weave());

        Assert.Single(all.Select(copies => Folder(Assert.Single(copies))).Distinct());
        Assert.Single(Directory.EnumerateDirectories(_root));
    }

    [Fact]
    public void What_cannot_be_woven_is_said_and_kept_too()
    {
        string broken = Path.Combine(_root, "broken.dll");
        byte[] bytes = File.ReadAllBytes(Original);
        bytes.AsSpan(bytes.Length / 2).Clear();
        File.WriteAllBytes(broken, bytes);

        KeptCopy copy = Assert.Single(Weave(broken));

        Assert.NotNull(copy.Reply.Refusal);
        Assert.Empty(copy.Files);
    }

    [Fact]
    public void Old_copies_and_many_builds_of_one_assembly_go()
    {
        for (int i = 0; i < 12; i++)
        {
            Directory.SetLastWriteTimeUtc(
                Directory.CreateDirectory(Path.Combine(_root, $"Other-{i:X24}")).FullName, DateTime.UtcNow.AddMinutes(-i));
        }

        Directory.SetLastWriteTimeUtc(Directory.CreateDirectory(Path.Combine(_root, "Old-0")).FullName, DateTime.UtcNow.AddDays(-31));
        _ = Weave();

        Assert.Equal(8, Directory.EnumerateDirectories(_root, "Other-*").Count());
        Assert.Empty(Directory.EnumerateDirectories(_root, "Old-*"));
    }

    private IReadOnlyList<KeptCopy> Weave(string? assembly = null)
    {
        HostLocation location = HostLocation.Find();
        return new KeptCopies(_root).Of(
            location, WeaverProcess.Beside(location.Program)!, [assembly ?? Original], AppContext.BaseDirectory);
    }

    private static string Folder(KeptCopy copy) => Path.GetDirectoryName(copy.Files[0])!;
}
