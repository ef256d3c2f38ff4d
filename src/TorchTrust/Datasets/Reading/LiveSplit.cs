using TorchTrust.Probes;

namespace TorchTrust.Datasets.Reading;

/// <summary>An open split: the one place where its items are read, and counted.</summary>
internal sealed class LiveSplit
{
    private readonly ItemSource _source;
    private readonly ReadTally? _tally;
    private long _reads;

    /// <summary>Opens a split.</summary>
    /// <param name="declared">What is declared of it.</param>
    /// <param name="isTrainedOn">Whether it is trained on, or held out.</param>
    /// <param name="data">The open data set.</param>
    /// <param name="tally">Counts the reads of all splits and openings; null if nobody asks.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public LiveSplit(DatasetSplit declared, bool isTrainedOn, object data, ReadTally? tally = null)
    {
        _tally = tally;
        Declared = declared;
        IsTrainedOn = isTrainedOn;
        _source = SubjectException.Guard($"opening split \"{Name}\"", () => UsersTensors.From(() => declared.Open(data)));
    }

    /// <summary>What is declared of it.</summary>
    public DatasetSplit Declared { get; }

    /// <summary>Its name.</summary>
    public string Name => Declared.Name;

    /// <summary>Whether it is trained on; if not, it is held out.</summary>
    public bool IsTrainedOn { get; }

    /// <summary>Whether items can be read by index.</summary>
    public bool IsIndexed => _source.IsIndexed;

    /// <summary>The number of items; null where only a whole pass tells.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public long? Count => SubjectException.Guard($"counting the items of split \"{Name}\"", () => _source.Count);

    /// <summary>How many items were read.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>What the user gave as the split, where it can be disposed.</summary>
    public IDisposable? Owned => _source.Owned;

    /// <summary>What it is read from.</summary>
    public IEnumerable<object> Sources => _source.Sources;

    /// <summary>What stands between the data set and whoever reads it; null for nothing.</summary>
    public Rewiring? Rewiring { get; set; }

    /// <summary>Reads the item of an index.</summary>
    /// <exception cref="SubjectException">The user's code threw; the message names the item.</exception>
    public DatasetItem Read(long index) => Rewired(ReadAsItIs(index));

    /// <summary>Reads the item of an index past whatever stands between.</summary>
    /// <exception cref="SubjectException">The user's code threw; the message names the item.</exception>
    public DatasetItem ReadAsItIs(long index)
    {
        IsRead();
        return new DatasetItem(Name, index, SubjectException.Guard(
            $"reading item {index} of split \"{Name}\"", () => UsersTensors.From(() => _source.Read(index))));
    }

    /// <summary>All items in order: by index where the source has one, else as it gives them.</summary>
    /// <exception cref="SubjectException">The user's code threw; the message names the item.</exception>
    public IEnumerable<DatasetItem> Items() => ItemsAsTheyAre().Select(Rewired);

    /// <summary>All items in order, past whatever stands between.</summary>
    /// <exception cref="SubjectException">The user's code threw; the message names the item.</exception>
    public IEnumerable<DatasetItem> ItemsAsTheyAre()
    {
        long index = 0;
        foreach (object? value in UsersSequence.Of(_source.Stream, at => $"reading item {at} of split \"{Name}\""))
        {
            IsRead();
            yield return new DatasetItem(Name, index++, value);
        }
    }

    private void IsRead()
    {
        Interlocked.Increment(ref _reads);
        _tally?.Item();
    }

    private DatasetItem Rewired(DatasetItem item) => Rewiring?.Item is { } rewire && Rewiring.Concerns(Name) ? rewire(this, item) : item;
}
