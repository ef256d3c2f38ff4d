using System.Reflection;
using TorchTrust.Datasets.Reading;
using TorchTrust.Datasets.Summaries;
using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust.Datasets;

/// <summary>An open data set: the one place where checks open it, read it and load its batches.</summary>
internal sealed class DatasetSession : ISubjectSession
{
    private readonly Dictionary<string, (SplitSummary Others, SplitSummary Whole)> _summaries = [];
    private readonly Dictionary<string, SplitSummary> _rewiredSummaries = [];
    private readonly Dictionary<(string Split, bool IsFew), SplitSummary> _parts = [];
    private readonly ReadTally _tally;
    private bool _isReused;
    private object? _data;
    private IReadOnlyList<LiveSplit>? _splits;
    private OpenedState? _opened;
    private Func<Rewiring>? _rewire;
    private Rewiring? _rewiring;
    private bool _readsFew;
    private bool _isUsed;

    /// <summary>Opens the data set.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="seed">The seed that it is opened with.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public DatasetSession(DatasetSubject subject, long seed)
        : this(subject, seed, new ReadTally(), isReused: true)
    {
    }

    private DatasetSession(DatasetSubject subject, long seed, ReadTally tally, bool isReused)
    {
        (_tally, _isReused) = (tally, isReused);
        Subject = subject;
        Seed = seed;
        _data = Open();
    }

    /// <inheritdoc cref="ISubjectSession.Subject"/>
    public DatasetSubject Subject { get; }

    /// <summary>Read in a minute or so, and as many as any statistic of ours needs.</summary>
    public const long DefaultMaximumItems = 1 << 18;

    /// <summary>Draws of augmentation, where the items themselves are read as they are stored.</summary>
    private const long MaximumDraws = 1 << 13;

    /// <summary>A fault of every item shows on these as on all.</summary>
    private const long SomeItems = 1 << 12;

    /// <summary>Most faults of every item show on these; as many as the sample of a split has.</summary>
    private const long FewItems = 1 << 9;

    /// <inheritdoc/>
    public long Seed { get; }

    /// <inheritdoc/>
    public int Builds { get; private set; }

    /// <inheritdoc/>
    public PassCount Passes => _tally.Count;

    /// <summary>What the recipe opened.</summary>
    public object Data => _data ??= Open();

    /// <summary>The splits, in the order in which they were declared.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public IReadOnlyList<LiveSplit> Splits => _splits ??= OpenSplits();

    /// <summary>How many items of a split are read at most by the pass over it.</summary>
    public long MaximumItems { get; set; } = DefaultMaximumItems;

    /// <summary>
    /// What makes a known fault stand between the data set and whoever reads it, anew for each opening; null for nothing.
    /// </summary>
    public Func<Rewiring>? Rewire
    {
        get => _rewire;
        set
        {
            _rewire = value;
            _rewiredSummaries.Clear();
            Connect();
        }
    }

    /// <summary>
    /// Whether a few items of a split are read again, and not thousands or all, where a mutant concerns all of them. What was read
    /// otherwise is forgotten.
    /// </summary>
    public bool ReadsFew
    {
        get => _readsFew;
        set
        {
            _readsFew = value;
            _rewiredSummaries.Clear();
        }
    }

    /// <summary>Whether a mutant concerns all items of a split, and there are so many that a few of them can stand for all.</summary>
    public bool HasFew => _rewiring is { ConcernsAll: true, Item: not null, KeepsFirstReads: false }
        && Splits.Any(split => IsRewired(split) && HasFewOf(split));

    Subject ISubjectSession.Subject => Subject;

    /// <inheritdoc/>
    /// <remarks>
    /// A finding names splits, fields and items, which are no members: an answer stands on the class of the data set or of a split, or on
    /// what opens it, reads it or loads it.
    /// </remarks>
    public IReadOnlyList<MemberInfo> MembersAt(string path) =>
    [
        .. ClassOf(Data),
        .. NamedMembers.Of(Subject.Open),
        .. Splits.Select(split => split.Owned).OfType<object>().SelectMany(ClassOf),
        .. Subject.Splits.Select(split => split.Items).Concat(Subject.Loaders.Select(loader => loader.Batches)).SelectMany(NamedMembers.Of),
    ];

    private static IEnumerable<MemberInfo> ClassOf(object users) => NamedMembers.At(users, "")
        .Where(member => member.Name is not ['<', ..]);

    /// <summary>How the batches of a split are loaded; null where it is not declared.</summary>
    public DatasetLoader? LoaderOf(string split) => Subject.Loaders.FirstOrDefault(loader => loader.Split == split);

    /// <summary>Loads an epoch of a split, batch by batch. Each is to be looked at before the next is asked for.</summary>
    /// <param name="split">The name of the split.</param>
    /// <param name="epoch">The number of the epoch, from 0; a loader that takes none gives its next one.</param>
    /// <param name="workers">The number of workers, for a loader that takes it; 0 is none.</param>
    /// <exception cref="SubjectException">The user's code threw; the message names the batch.</exception>
    /// <exception cref="InvalidOperationException">It is not declared how the batches of the split are loaded.</exception>
    public IEnumerable<DatasetBatch> Batches(string split, long epoch = 0, int workers = 0)
    {
        DatasetLoader loader = LoaderOf(split)
            ?? throw new InvalidOperationException(
                $"It is not declared how batches of split \"{split}\" are loaded: WithBatches(\"{split}\", …).");
        object data = Data;
        _isUsed = true;
        IEnumerable<DatasetBatch> batches = UsersSequence
            .Of(() => loader.Epoch(data, epoch, workers), batch => $"loading batch {batch} of epoch {epoch} of split \"{split}\"")
            .Select((value, number) =>
            {
                _tally.Batch();
                return new DatasetBatch(split, epoch, number, value);
            });
        return _rewiring is { Batches: { } rewire } && _rewiring.Concerns(split) ? rewire(this, batches, epoch, workers) : batches;
    }

    /// <summary>
    /// What one pass tells of a split. The pass is run once and kept for all checks; of a data set that a mutant has rewired only
    /// that is read again which the mutant concerns.
    /// </summary>
    /// <param name="split">The split.</param>
    /// <param name="step">Told how far a pass is, and may end it.</param>
    /// <exception cref="SubjectException">The user's code threw, other than by reading an item.</exception>
    public SplitSummary SummaryOf(LiveSplit split, Action<string> step)
    {
        (SplitSummary others, SplitSummary whole) = PassOf(split, step);
        if (_rewiring is not { Item: not null, KeepsFirstReads: false } || !_rewiring.Concerns(split.Name))
        {
            return whole;
        }

        if (!_rewiredSummaries.TryGetValue(split.Name, out SplitSummary? summary))
        {
            _rewiring.BeforePass?.Invoke();
            using RandomState _ = RandomState.Fork(Seed);
            _rewiredSummaries[split.Name] = summary = _rewiring.ConcernsAll
                ? PartOf(split, whole.Plan, step)
                : Whole(split, whole.Plan, new SplitPass(this, step, LimitOf(split)).ReadHead(split, whole.Plan), others);
        }

        return summary;
    }

    /// <summary>Whether a mutant stands between a split and whoever reads it.</summary>
    public bool IsRewired(LiveSplit split) => _rewiring?.Concerns(split.Name) == true;

    /// <summary>
    /// What a pass tells, past whatever stands between, of the items of a split that are read again where a mutant concerns all of them.
    /// </summary>
    /// <exception cref="SubjectException">The user's code threw, other than by reading an item.</exception>
    public SplitSummary AsItIs(LiveSplit split)
    {
        SummaryPlan plan = PassOf(split, _ => { }).Whole.Plan;
        if (!_parts.TryGetValue((split.Name, _readsFew), out SplitSummary? part))
        {
            using RandomState _ = RandomState.Fork(Seed);
            _parts[(split.Name, _readsFew)] = part = Unwired(split, () => PartOf(split, plan, _ => { }));
        }

        return part;
    }

    /// <summary>Whole splits that share no item: of an augmented one what is stored, where that is declared.</summary>
    public IEnumerable<LiveSplit> Disjoint() => Splits.Where(split => split.Declared.PartOf is null)
        .Select(split => StoredOf(split) ?? split);

    /// <summary>The open split of a name.</summary>
    public LiveSplit SplitOf(string name) => Splits.First(split => split.Name == name);

    /// <summary>The split that holds the items of an augmented one as they are stored; null where none is declared.</summary>
    public LiveSplit? StoredOf(LiveSplit split) => split.Declared.IsAugmented
        ? Splits.FirstOrDefault(other => other.Declared is { IsAugmented: false } plain && plain.PartOf == split.Name
            && other.Count is { } count && count == split.Count)
        : null;

    /// <summary>Says that more was done than to read items in their order: the data set is opened anew for who comes next.</summary>
    public void IsUsed() => _isUsed = true;

    /// <summary>Opens the data set once more, with another seed or the same. The caller disposes it.</summary>
    public DatasetSession Another(long seed) => new(Subject, seed, _tally, isReused: false)
    {
        MaximumItems = MaximumItems,
        Rewire = Rewire
    };

    /// <summary>Makes the data set as it was opened, whatever was read of it. Splits have to be asked for anew.</summary>
    public void Renew()
    {
        _isUsed = true;
        Restore();
    }

    /// <summary>
    /// Puts the data set back if it was used. Where that cannot be, it is closed, and opened anew when it is needed again.
    /// </summary>
    public void Restore()
    {
        if (!_isUsed)
        {
            return;
        }

        _isUsed = false;
        if (_opened?.PutBack() != true)
        {
            Close();
            _data = null;
            _splits = null;
        }

        Connect();
    }

    /// <summary>None: a data set that was opened anew is as it was opened.</summary>
    public IReadOnlyList<(string Path, string What)> Differences() => [];

    /// <inheritdoc/>
    public void Dispose() => Close();

    private (SplitSummary Others, SplitSummary Whole) PassOf(LiveSplit split, Action<string> step) =>
        _summaries.TryGetValue(split.Name, out (SplitSummary Others, SplitSummary Whole) kept)
            ? kept
            : _summaries[split.Name] = Unwired(split, () => Pass(split, step));

    private (SplitSummary Others, SplitSummary Whole) Pass(LiveSplit split, Action<string> step)
    {
        using RandomState _ = RandomState.Fork(Seed);
        var plan = new SummaryPlan(this, split.Declared);
        if (split.Count is null or > 0)
        {
            plan.Measure(Size(split));
        }

        var pass = new SplitPass(this, step, LimitOf(split));
        SplitSummary head = pass.ReadHead(split, plan);
        SplitSummary rest = pass.ReadRest(split, plan);
        return (rest, Whole(split, plan, head, rest));
    }

    /// <summary>
    /// What a pass tells of the items that are read again where a mutant concerns all of them; a few are spread behind the head.
    /// </summary>
    private SplitSummary PartOf(LiveSplit split, SummaryPlan plan, Action<string> step)
    {
        bool isFew = _readsFew && HasFewOf(split);
        long limit = isFew ? FewItems : _rewiring is { NeedsAll: true } ? LimitOf(split) : Math.Min(LimitOf(split), SomeItems);
        var pass = new SplitPass(this, step, limit);
        return Whole(split, plan, isFew ? new SplitSummary(plan) : pass.ReadHead(split, plan), pass.ReadRest(split, plan));
    }

    private static bool HasFewOf(LiveSplit split) => split.IsIndexed && split.Count > 4 * FewItems;

    /// <summary>Reads a split past whatever stands between.</summary>
    private static T Unwired<T>(LiveSplit split, Func<T> read)
    {
        Rewiring? rewiring = split.Rewiring;
        split.Rewiring = null;
        try
        {
            return read();
        }
        finally
        {
            split.Rewiring = rewiring;
        }
    }

    private long LimitOf(LiveSplit split) => StoredOf(split) is null ? MaximumItems : Math.Min(MaximumItems, MaximumDraws);

    private static SplitSummary Whole(LiveSplit split, SummaryPlan plan, SplitSummary head, SplitSummary rest)
    {
        var whole = new SplitSummary(plan) { Count = split.Count ?? rest.Count };
        whole.Merge(head);
        whole.Merge(rest);
        return whole;
    }

    /// <summary>How many numbers the first item has; an item that cannot be read is told of later.</summary>
    private static long Size(LiveSplit split)
    {
        try
        {
            DatasetItem? first = split.IsIndexed ? split.Read(0) : split.Items().FirstOrDefault();
            return first?.Fields.Sum(field => (long)Fields.FieldContent.Of(field.Value).Values.Length) ?? 0;
        }
        catch (SubjectException)
        {
            return 0;
        }
    }

    private void Connect()
    {
        _rewiring = _rewire?.Invoke();
        foreach (LiveSplit split in _splits ?? [])
        {
            split.Rewiring = _rewiring;
        }
    }

    private object Open()
    {
        using RandomState _ = RandomState.Fork(Seed);
        Builds++;
        return SubjectException.Guard("opening the data set", () => UsersTensors.From(() => Subject.Open(Seed)))
            ?? throw new SubjectException("opening the data set", new InvalidOperationException("The recipe gives null."));
    }

    private IReadOnlyList<LiveSplit> OpenSplits()
    {
        LiveSplit[] splits =
            [.. Subject.Splits.Select(split => new LiveSplit(split, Subject.IsTrainedOn(split), Data, _tally) { Rewiring = _rewiring })];
        if (_isReused && !_isUsed)
        {
            _opened = OpenedState.Of([Data, .. splits.SelectMany(split => split.Sources)]);
            _isReused = _opened is not null;
        }

        return splits;
    }

    /// <summary>An object that can be disposed looks after its splits itself.</summary>
    private void Close()
    {
        _opened?.Dispose();
        _opened = null;
        if (_data is IDisposable whole)
        {
            whole.Dispose();
            return;
        }

        foreach (IDisposable owned in (_splits ?? []).Select(split => split.Owned).OfType<IDisposable>()
            .Distinct(ReferenceEqualityComparer.Instance).Cast<IDisposable>())
        {
            owned.Dispose();
        }
    }
}
