namespace TorchTrust.Running.Hosting;

/// <summary>The program that a host binds to, with woven copies of the user's assemblies where that can be had.</summary>
internal sealed class WovenProgram : IDisposable
{
    private readonly ProgramCopy? _copy;
    private readonly Task<IReadOnlyList<KeptCopy>>? _weaving;
    private readonly SortedSet<string> _woven = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _originals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _elsewhere = new(StringComparer.Ordinal);
    private IReadOnlyList<KeptCopy> _copies = [];
    private string? _off;
    private bool _isComplete;

    private WovenProgram(HostLocation location, string off)
    {
        Location = location;
        _off = off;
        _isComplete = true;
    }

    private WovenProgram(HostLocation location, ProgramCopy copy, string off)
        : this(location, off) => _copy = copy;

    private WovenProgram(HostLocation location, ProgramCopy copy, Task<IReadOnlyList<KeptCopy>> weaving)
    {
        Location = location;
        _copy = copy;
        _weaving = weaving;
    }

    /// <summary>What the host is started with.</summary>
    public HostLocation Location { get; }

    /// <summary>What the host has to know of it; null where it runs no copy.</summary>
    public ProgramPaths? Paths => _copy is null
        ? null
        : new ProgramPaths(
            _copy.Home, _copy.Folder, [.. _copies.Where(copy => copy.Reply.Refusal is null).Select(copy => copy.Reply.Name)]);

    /// <summary>What was woven, as far as is known by now.</summary>
    public WeavingSummary Summary => _off is not null ? WeavingSummary.None(_off) with
    {
        BroughtHome = _copy?.BroughtHome ?? [],
        LeftBehind = _copy?.LeftBehind ?? [],
        NotRemoved = NotRemoved,
    }
    : new WeavingSummary
    {
        Woven = [.. _woven],
        NotWoven =
        [
            .. _copies.Where(copy => copy.Reply.Refusal is not null).Select(copy => $"{copy.Reply.Name}: {copy.Reply.Refusal}"),
            .. _originals.Select(name => $"{name}: the host has loaded the original"),
            .. _elsewhere.ExceptBy(_copies.Select(copy => copy.Reply.Name), each => each.Key)
                .Select(each =>
                    $"{each.Key}: it does not lie in the output folder, but was loaded from "
                        + $"{(each.Value.Length > 0 ? each.Value : "memory")}"),
        ],
        Unreached = [.. _copies.SelectMany(copy => copy.Reply.Unreached.Select(each => $"{each.Count} {each.What} in {copy.Reply.Name}"))],
        BroughtHome = _copy?.BroughtHome ?? [],
        LeftBehind = _copy?.LeftBehind ?? [],
        NotRemoved = NotRemoved,
    };

    private string[] NotRemoved => _copy is { Remains: true } ? [_copy.Folder] : [];

    /// <summary>
    /// Begins to weave a program, or says why it runs as it is. A host may be started at once, and load what is not the user's, while
    /// the weaver is at work; what is the user's is there after <see cref="Complete"/>.
    /// </summary>
    /// <param name="location">The user's program and the host.</param>
    /// <param name="options">Whether to weave.</param>
    public static WovenProgram Begin(HostLocation location, TrustOptions options)
    {
        string? weaver = WeaverProcess.Beside(location.Program);
        string? off = !options.Weaving ? "Weaving was switched off."
            : weaver is null ? $"Nothing is woven: there is no weaver beside {location.Program}."
            : null;
        if (off is not null && options.Additions.Count == 0)
        {
            return new WovenProgram(location, off);
        }

        string home = Path.GetDirectoryName(Path.GetFullPath(location.Dependencies))!;
        try
        {
            IReadOnlyList<string> assemblies = UserAssemblies.In(home);
            off ??= assemblies.Count == 0 ? $"Nothing is woven: no assembly in {home} refers to TorchSharp." : null;
            if (off is not null && options.Additions.Count == 0)
            {
                return new WovenProgram(location, off);
            }

            string program = location.Dependencies[..^".deps.json".Length] + ".dll";
            ProgramCopy copy = ProgramCopy.Make(
                Path.Combine(OwnFolder.Root, "runs"),
                home,
                [.. new[] { location.Dependencies, location.Configuration, location.Program, program }.Where(File.Exists)],
                [.. assemblies.SelectMany(path => new[] { Path.GetFileName(path), Path.ChangeExtension(Path.GetFileName(path), ".pdb") })],
                options.Additions,
                options.Disk);
            string In(string path) => Path.Combine(copy.Folder, Path.GetFileName(path));
            HostLocation copied = location with
            {
                Dependencies = In(location.Dependencies),
                Configuration = In(location.Configuration),
                Program = In(location.Program),
            };
            if (off is not null)
            {
                return new WovenProgram(copied, copy, off);
            }

            var kept = new KeptCopies(Path.Combine(OwnFolder.Root, "woven"), options.Disk);
            return new WovenProgram(copied, copy, Task.Run(() => kept.Of(location, weaver!, assemblies, home)));
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException && options.Additions.Count > 0)
        {
            throw new HostUnavailableException(
                $"No copy of the program can be made, and what it lacks to run here can stand nowhere else: {thrown.Message}");
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            // No links on this system, no room on the disk, no folder of one's own: the program runs as it is, and it is said.
            return new WovenProgram(location, $"Nothing is woven: {thrown.Message}");
        }
    }

    /// <summary>Waits for the weaver, and puts what it has woven in its place; where it has failed, the program runs as it is.</summary>
    public void Complete()
    {
        if (_isComplete)
        {
            return;
        }

        _isComplete = true;
        try
        {
            _copies = [.. _weaving!.GetAwaiter().GetResult().Select(Put)];
            if (_copies.All(copy => copy.Files.Count == 0))
            {
                _off = $"Nothing is woven: {string.Join("; ", _copies.Select(copy => $"{copy.Reply.Name}: {copy.Reply.Refusal}"))}.";
            }
        }
        catch (HostUnavailableException reason)
        {
            _off = $"Nothing is woven: {reason.Message}.";
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            _off = $"Nothing is woven: {thrown.Message}";
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

    /// <summary>
    /// Puts a woven assembly in its place. Where that fails, the original stays there, and the others may be had all the same.
    /// </summary>
    private KeptCopy Put(KeptCopy copy)
    {
        try
        {
            _copy!.Put(copy.Files);
            return copy;
        }
        catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
        {
            return copy with { Files = [], Reply = copy.Reply with { Refusal = thrown.Message } };
        }
    }
}
