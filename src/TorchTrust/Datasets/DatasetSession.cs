using TorchTrust.Datasets.Reading;
using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust.Datasets;

/// <summary>An open data set: the one place where checks open it, read it and load its batches.</summary>
internal sealed class DatasetSession : ISubjectSession
{
    private object? _data;
    private IReadOnlyList<LiveSplit>? _splits;

    /// <summary>Opens the data set.</summary>
    /// <param name="subject">The recipe.</param>
    /// <param name="seed">The seed that it is opened with.</param>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public DatasetSession(DatasetSubject subject, long seed)
    {
        Subject = subject;
        Seed = seed;
        _data = Open();
    }

    /// <inheritdoc cref="ISubjectSession.Subject"/>
    public DatasetSubject Subject { get; }

    /// <inheritdoc/>
    public long Seed { get; }

    /// <inheritdoc/>
    public int Builds { get; private set; }

    /// <summary>What the recipe opened.</summary>
    public object Data => _data ??= Open();

    /// <summary>The splits, in the order in which they were declared.</summary>
    /// <exception cref="SubjectException">The user's code threw.</exception>
    public IReadOnlyList<LiveSplit> Splits =>
        _splits ??= [.. Subject.Splits.Select(split => new LiveSplit(split, Subject.IsTrainedOn(split), Data))];

    Subject ISubjectSession.Subject => Subject;

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
            ?? throw new InvalidOperationException($"It is not declared how batches of split \"{split}\" are loaded: WithBatches(\"{split}\", …).");
        object data = Data;
        return UsersSequence
            .Of(() => loader.Epoch(data, epoch, workers), batch => $"loading batch {batch} of epoch {epoch} of split \"{split}\"")
            .Select((value, number) => new DatasetBatch(split, epoch, number, value));
    }

    /// <summary>Opens the data set once more, with another seed or the same. The caller disposes it.</summary>
    public DatasetSession Another(long seed) => new(Subject, seed);

    /// <summary>Closes the data set; it is opened anew when it is needed again.</summary>
    public void Restore()
    {
        Close();
        _data = null;
        _splits = null;
    }

    /// <summary>None: a data set that was opened anew is as it was opened.</summary>
    public IReadOnlyList<(string Path, string What)> Differences() => [];

    /// <inheritdoc/>
    public void Dispose() => Close();

    private object Open()
    {
        using RandomState _ = RandomState.Fork(Seed);
        Builds++;
        return SubjectException.Guard("opening the data set", () => UsersTensors.From(() => Subject.Open(Seed)))
            ?? throw new SubjectException("opening the data set", new InvalidOperationException("The recipe gives null."));
    }

    /// <summary>An object that can be disposed looks after its splits itself.</summary>
    private void Close()
    {
        if (_data is IDisposable whole)
        {
            whole.Dispose();
            return;
        }

        foreach (IDisposable owned in (_splits ?? []).Select(split => split.Owned).OfType<IDisposable>().Distinct(ReferenceEqualityComparer.Instance).Cast<IDisposable>())
        {
            owned.Dispose();
        }
    }
}
