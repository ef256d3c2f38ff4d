using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchTrust.Probes;

namespace TorchTrust.Running.Hosting;

/// <summary>
/// Woven assemblies that are kept from run to run, in the user's own local data, by what they are made of: the file and its
/// symbols, the weaver with its table, and TorchSharp. Safe for several processes at once: each weaves into a folder of its
/// own and gives it its final name in one step; who comes second takes what is there.
/// </summary>
internal sealed class KeptCopies
{
    /// <summary>How many builds of one assembly are kept.</summary>
    private const int KeptBuilds = 8;

    private const string ReplyFile = "woven.txt";
    private static readonly TimeSpan _kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan _abandoned = TimeSpan.FromHours(1);

    private readonly string _root;
    private readonly Disk _disk;

    /// <summary>Takes the folder, and makes it where there is none.</summary>
    /// <param name="root">The folder, readable by its owner only.</param>
    /// <param name="disk">The file system; that of this machine if not given.</param>
    /// <exception cref="UnauthorizedAccessException">It is somebody else's.</exception>
    public KeptCopies(string root, Disk? disk = null)
    {
        OwnFolder.Create(root);
        _root = root;
        _disk = disk ?? Disk.OfThisMachine;
    }

    /// <summary>The copies of some assemblies: those that are kept, and the others woven now.</summary>
    /// <param name="location">The user's program and the host.</param>
    /// <param name="weaver">The weaver.</param>
    /// <param name="assemblies">The full paths of the assemblies.</param>
    /// <param name="searchFolder">Where those lie that they refer to.</param>
    /// <exception cref="HostUnavailableException">The weaver failed.</exception>
    public IReadOnlyList<KeptCopy> Of(HostLocation location, string weaver, IReadOnlyList<string> assemblies, string searchFolder)
    {
        string made = $"{UserAssemblies.BuildOf(weaver)}{UserAssemblies.VersionOfTorchSharp(searchFolder)}";
        (string Assembly, string Folder)[] wanted = [.. assemblies.Select(assembly => (assembly, Place(Key(assembly, made))))];
        (string Assembly, string Folder)[] missing = [.. wanted.Where(each => !File.Exists(Path.Combine(each.Folder, ReplyFile)))];
        if (missing.Length > 0)
        {
            Weave(location.Runtime, weaver, missing, searchFolder);
            RemoveStale([.. wanted.Select(each => Path.GetFileName(each.Folder))]);
        }

        return [.. wanted.Select(each => Read(each.Assembly, each.Folder))];
    }

    private static KeptCopy Read(string assembly, string folder)
    {
        WeaverReply reply = WeaverReply.Read(File.ReadAllText(Path.Combine(folder, ReplyFile)))
            ?? throw new HostUnavailableException($"what is kept in {folder} is damaged: remove that folder");
        try
        {
            Directory.SetLastWriteTimeUtc(folder, DateTime.UtcNow);
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            // It only looks older than it is.
        }

        string[] files = [.. Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != ReplyFile)];
        return new KeptCopy(assembly, files, reply);
    }

    private void Weave(string runtime, string weaver, (string Assembly, string Folder)[] missing, string searchFolder)
    {
        string making = Path.Combine(_root, $".making-{Guid.NewGuid():N}");
        try
        {
            OwnFolder.Create(making);
            (string Assembly, string Folder)[] orders =
                [.. missing.Select((each, index) => (each.Assembly, Directory.CreateDirectory(Path.Combine(making, $"{index}")).FullName))];
            IReadOnlyList<WeaverReply> replies = WeaverProcess.Run(runtime, weaver, new WeaverOrder(orders, [searchFolder]));
            for (int i = 0; i < orders.Length; i++)
            {
                string name = Path.GetFileNameWithoutExtension(orders[i].Assembly);
                WeaverReply reply = replies.FirstOrDefault(reply => reply.Name == name)
                    ?? throw new HostUnavailableException($"the weaver said nothing of {name}");
                File.WriteAllText(Path.Combine(orders[i].Folder, ReplyFile), reply.Line());
                Publish(orders[i].Folder, missing[i].Folder);
            }
        }
        finally
        {
            _ = _disk.TryRemove(making);
        }
    }

    /// <summary>
    /// The folder of a copy. One without its reply was not removed whole, since a file of it was in use: it goes now, or, where it still
    /// does not, another one is taken.
    /// </summary>
    private string Place(string key)
    {
        for (int turn = 0; ; turn++)
        {
            string folder = Path.Combine(_root, turn == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}.{turn}"));
            if (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, ReplyFile)) || _disk.TryRemove(folder))
            {
                return folder;
            }
        }
    }

    private static void Publish(string made, string wanted)
    {
        try
        {
            Directory.Move(made, wanted);
        }
        catch (IOException) when (File.Exists(Path.Combine(wanted, ReplyFile)))
        {
            // Another process was quicker, with the same content.
        }
    }

    private static string Key(string assembly, string made)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(made));
        hash.AppendData(File.ReadAllBytes(assembly));
        string symbols = Path.ChangeExtension(assembly, ".pdb");
        if (File.Exists(symbols))
        {
            hash.AppendData(File.ReadAllBytes(symbols));
        }

        return $"{Path.GetFileNameWithoutExtension(assembly)}-{Convert.ToHexString(hash.GetHashAndReset().AsSpan(0, 12))}";
    }

    /// <summary>What is in use is copied from here, never run here: it can be removed at any time.</summary>
    private void RemoveStale(IReadOnlyList<string> wanted)
    {
        DateTime now = DateTime.UtcNow;
        DirectoryInfo[] folders = [.. new DirectoryInfo(_root).EnumerateDirectories()];
        IEnumerable<DirectoryInfo> old = folders
            .Where(folder => now - folder.LastWriteTimeUtc > (folder.Name.StartsWith('.') ? _abandoned : _kept));
        IEnumerable<DirectoryInfo> many = folders.Where(
            folder => folder.Name.Contains('-', StringComparison.Ordinal) && !folder.Name.StartsWith('.'))
            .GroupBy(folder => folder.Name[..folder.Name.LastIndexOf('-')])
            .SelectMany(builds => builds.OrderByDescending(folder => folder.LastWriteTimeUtc).Skip(KeptBuilds));
        foreach (string folder in old.Concat(many).Where(folder => !wanted.Contains(folder.Name)).Select(folder => folder.FullName)
            .Distinct())
        {
            // Where another process reads it, the next one that weaves tries again.
            _ = _disk.TryRemove(folder);
        }
    }
}
