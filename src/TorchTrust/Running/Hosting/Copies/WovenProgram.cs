namespace TorchTrust.Running.Hosting;

/// <summary>The program that a host binds to, with woven copies of the user's assemblies where that can be had.</summary>
internal sealed class WovenProgram : IDisposable
{
    private readonly ProgramCopy? _copy;
    private readonly IReadOnlyList<KeptCopy> _copies;
    private readonly SortedSet<string> _woven = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _originals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _elsewhere = new(StringComparer.Ordinal);
    private readonly string? _off;

    private WovenProgram(HostLocation location, ProgramCopy? copy, IReadOnlyList<KeptCopy> copies, string? off)
    {
        Location = location;
        _copy = copy;
        _copies = copies;
        _off = off;
    }

    /// <summary>What the host is started with.</summary>
    public HostLocation Location { get; }

    /// <summary>What the host has to know of it; null where nothing is woven.</summary>
    public ProgramPaths? Paths => _copy is null
        ? null
        : new ProgramPaths(_copy.Home, _copy.Folder, [.. _copies.Where(copy => copy.Reply.Refusal is null).Select(copy => copy.Reply.Name)]);

    /// <summary>What was woven, as far as is known by now.</summary>
    public WeavingSummary Summary => _off is not null ? WeavingSummary.None(_off) : new WeavingSummary
    {
        Woven = [.. _woven],
        NotWoven =
        [
            .. _copies.Where(copy => copy.Reply.Refusal is not null).Select(copy => $"{copy.Reply.Name}: {copy.Reply.Refusal}"),
            .. _originals.Select(name => $"{name}: the host has loaded the original"),
            .. _elsewhere.ExceptBy(_copies.Select(copy => copy.Reply.Name), each => each.Key)
                .Select(each => $"{each.Key}: it does not lie in the output folder, but was loaded from {(each.Value.Length > 0 ? each.Value : "memory")}"),
        ],
        Unreached = [.. _copies.SelectMany(copy => copy.Reply.Unreached.Select(each => $"{each.Count} {each.What} in {copy.Reply.Name}"))],
        BroughtHome = _copy?.BroughtHome ?? [],
        LeftBehind = _copy?.LeftBehind ?? [],
    };

    /// <summary>Weaves a program, or says why it runs as it is.</summary>
    /// <param name="location">The user's program and the host.</param>
    /// <param name="options">Whether to weave.</param>
    public static WovenProgram Make(HostLocation location, TrustOptions options)
    {
        WovenProgram AsItIs(string reason) => new(location, null, [], reason);
        if (!options.Weaving)
        {
            return AsItIs("Weaving was switched off.");
        }

        if (WeaverProcess.Beside(location.Program) is not { } weaver)
        {
            return AsItIs($"Nothing is woven: there is no weaver beside {location.Program}.");
        }

        string home = Path.GetDirectoryName(Path.GetFullPath(location.Dependencies))!;
        try
        {
            IReadOnlyList<string> assemblies = UserAssemblies.In(home);
            IReadOnlyList<KeptCopy> copies = assemblies.Count == 0
                ? []
                : new KeptCopies(Path.Combine(OwnFolder.Root, "woven")).Of(location, weaver, assemblies, home);
            if (copies.All(copy => copy.Files.Count == 0))
            {
                return copies.Count == 0
                    ? AsItIs($"Nothing is woven: no assembly in {home} refers to TorchSharp.")
                    : AsItIs($"Nothing is woven: {string.Join("; ", copies.Select(copy => $"{copy.Reply.Name}: {copy.Reply.Refusal}"))}.");
            }

            string[] woven = [.. copies.SelectMany(copy => copy.Files)];
            HashSet<string> names = [.. woven.Select(path => Path.GetFileName(path)!)];
            string program = location.Dependencies[..^".deps.json".Length] + ".dll";
            string[] real = [location.Dependencies, location.Configuration, location.Program, program];
            ProgramCopy copy = ProgramCopy.Make(
                Path.Combine(OwnFolder.Root, "runs"),
                home,
                [.. woven, .. real.Where(path => File.Exists(path) && names.Add(Path.GetFileName(path)))]);
            string In(string path) => Path.Combine(copy.Folder, Path.GetFileName(path));
            return new WovenProgram(
                location with { Dependencies = In(location.Dependencies), Configuration = In(location.Configuration), Program = In(location.Program) },
                copy,
                copies,
                null);
        }
        catch (HostUnavailableException reason)
        {
            return AsItIs($"Nothing is woven: {reason.Message}.");
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            // No links on this system, no room on the disk, no folder of one's own: the program runs as it is, and it is said.
            return AsItIs($"Nothing is woven: {thrown.Message}");
        }
    }

    /// <summary>Takes down what a host has loaded.</summary>
    /// <param name="loaded">What it says; null if it did not say.</param>
    public void TakeDown(LoadedAssemblies? loaded)
    {
        if (loaded is null)
        {
            return;
        }

        _woven.UnionWith(loaded.Woven);
        _originals.UnionWith(loaded.Originals);
        foreach ((string name, string path) in loaded.Elsewhere)
        {
            _elsewhere[name] = path;
        }
    }

    /// <summary>Moves home what the program wrote, and removes the copy.</summary>
    public void Dispose() => _copy?.Dispose();
}
