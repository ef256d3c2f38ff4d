using TorchTrust.Datasets;
using TorchTrust.Datasets.Reading;
using static TorchSharp.torch.utils.data;

namespace TorchTrust;

/// <inheritdoc cref="DatasetSubject"/>
/// <typeparam name="T">The type of what is opened.</typeparam>
public sealed partial class DatasetSubject<T> : DatasetSubject
    where T : class
{
    internal DatasetSubject(string name, Func<long, object> open)
        : base(name, open)
    {
    }

    /// <summary>Declares a split that is a TorchSharp <c>Dataset</c> or <c>IterableDataset</c>.</summary>
    /// <remarks>
    /// The first split is what is trained on and all others are held out, unless <see cref="TrainsOn"/> says otherwise. What an
    /// item holds is the data set's own, or left to the garbage collector: no check disposes it.
    /// </remarks>
    /// <param name="name">The name in results, such as <c>train</c>.</param>
    /// <param name="items">Gives the split from what was opened.</param>
    /// <param name="augmented">Whether an item is drawn anew each time it is read.</param>
    /// <param name="partOf">The name of the split that this one is a part of, such as the evaluated part of the training data.</param>
    /// <typeparam name="TItem">What an item is: a tensor, number, text, tuple, record, dictionary or list of these.</typeparam>
    /// <exception cref="ArgumentException">The name is empty or taken, or there is no split that this one is a part of.</exception>
    public DatasetSubject<T> WithSplit<TItem>(
        string name, Func<T, Dataset<TItem>> items, bool augmented = false, string? partOf = null) =>
        WithSplit(name, items, data => ItemSource.Of(items((T)data)), augmented, partOf);

    /// <summary>Declares a split that is a list or an array.</summary>
    /// <inheritdoc cref="WithSplit{TItem}(string, Func{T, Dataset{TItem}}, bool, string)"/>
    public DatasetSubject<T> WithSplit<TItem>(
        string name, Func<T, IReadOnlyList<TItem>> items, bool augmented = false, string? partOf = null) =>
        WithSplit(name, items, data => ItemSource.Of(items((T)data)), augmented, partOf);

    /// <summary>
    /// Declares a split that is an array; F# converts what a lambda gives to no interface where there are several to choose from.
    /// </summary>
    /// <inheritdoc cref="WithSplit{TItem}(string, Func{T, Dataset{TItem}}, bool, string)"/>
    public DatasetSubject<T> WithSplit<TItem>(
        string name, Func<T, TItem[]> items, bool augmented = false, string? partOf = null) =>
        WithSplit(name, items, data => ItemSource.Of(items((T)data)), augmented, partOf);

    /// <summary>Declares a split that is a stream, such as an iterator. It is asked for anew for each pass.</summary>
    /// <inheritdoc cref="WithSplit{TItem}(string, Func{T, Dataset{TItem}}, bool, string)"/>
    public DatasetSubject<T> WithSplit<TItem>(
        string name, Func<T, IEnumerable<TItem>> items, bool augmented = false, string? partOf = null) =>
        WithSplit(name, items, data => ItemSource.Of(() => items((T)data)), augmented, partOf);

    /// <summary>Declares a split that is an asynchronous stream. It is asked for anew for each pass.</summary>
    /// <inheritdoc cref="WithSplit{TItem}(string, Func{T, Dataset{TItem}}, bool, string)"/>
    public DatasetSubject<T> WithSplit<TItem>(
        string name, Func<T, IAsyncEnumerable<TItem>> items, bool augmented = false, string? partOf = null) =>
        WithSplit(name, items, data => ItemSource.Of(() => items((T)data).ToBlockingEnumerable()), augmented, partOf);

    /// <summary>Declares a split by the number of its items and a function that reads one.</summary>
    /// <param name="name">The name in results, such as <c>train</c>.</param>
    /// <param name="count">Gives the number of items.</param>
    /// <param name="item">Reads the item of an index from 0.</param>
    /// <param name="augmented">Whether an item is drawn anew each time it is read.</param>
    /// <param name="partOf">The name of the split that this one is a part of, such as the evaluated part of the training data.</param>
    /// <inheritdoc cref="WithSplit{TItem}(string, Func{T, Dataset{TItem}}, bool, string)" path="/*[not(self::param) and
    /// not(self::summary)]"/>
    public DatasetSubject<T> WithSplit<TItem>(
        string name, Func<T, long> count, Func<T, long, TItem> item, bool augmented = false, string? partOf = null)
    {
        ArgumentNullException.ThrowIfNull(count);
        return WithSplit(
            name, item, data => ItemSource.Of(() => count((T)data), index => item((T)data, index)), augmented, partOf);
    }

    /// <summary>Declares how the batches of a split are loaded: a TorchSharp <c>DataLoader</c>, or whatever gives an epoch.</summary>
    /// <param name="split">The name of the split.</param>
    /// <param name="epoch">Gives the batches of the next epoch.</param>
    /// <param name="augmented">Whether batches are changed while they are loaded, beyond the split's own augmentation.</param>
    /// <typeparam name="TBatch">What a batch is; its fields have paths as those of an item.</typeparam>
    /// <exception cref="ArgumentException">There is no such split, or its batches are declared already.</exception>
    public DatasetSubject<T> WithBatches<TBatch>(string split, Func<T, IEnumerable<TBatch>> epoch, bool augmented = false) =>
        WithLoader(new(split, false, false, augmented, epoch, (data, _, _) => Objects(epoch((T)data))));

    /// <summary>Declares how the batches of a split are loaded for an epoch of a number.</summary>
    /// <param name="split">The name of the split.</param>
    /// <param name="epoch">Gives the batches of an epoch, which are counted from 0.</param>
    /// <param name="augmented">Whether batches are changed while they are loaded, beyond the split's own augmentation.</param>
    /// <inheritdoc cref="WithBatches{TBatch}(string, Func{T, IEnumerable{TBatch}}, bool)" path="/*[not(self::param) and
    /// not(self::summary)]"/>
    public DatasetSubject<T> WithBatches<TBatch>(string split, Func<T, long, IEnumerable<TBatch>> epoch, bool augmented = false) =>
        WithLoader(new(split, true, false, augmented, epoch, (data, number, _) => Objects(epoch((T)data, number))));

    /// <summary>Declares how the batches of a split are loaded for an epoch of a number, by a number of workers.</summary>
    /// <param name="split">The name of the split.</param>
    /// <param name="epoch">Gives the batches of an epoch, which are counted from 0, for a number of workers; 0 is none.</param>
    /// <param name="augmented">Whether batches are changed while they are loaded, beyond the split's own augmentation.</param>
    /// <inheritdoc cref="WithBatches{TBatch}(string, Func{T, IEnumerable{TBatch}}, bool)" path="/*[not(self::param) and
    /// not(self::summary)]"/>
    public DatasetSubject<T> WithBatches<TBatch>(string split, Func<T, long, int, IEnumerable<TBatch>> epoch, bool augmented = false) =>
        WithLoader(new(split, true, true, augmented, epoch, (data, number, workers) => Objects(epoch((T)data, number, workers))));

    /// <summary>Declares how the batches of a split are loaded asynchronously for an epoch of a number.</summary>
    /// <param name="split">The name of the split.</param>
    /// <param name="epoch">Gives the batches of an epoch, which are counted from 0.</param>
    /// <param name="augmented">Whether batches are changed while they are loaded, beyond the split's own augmentation.</param>
    /// <inheritdoc cref="WithBatches{TBatch}(string, Func{T, IEnumerable{TBatch}}, bool)" path="/*[not(self::param) and
    /// not(self::summary)]"/>
    public DatasetSubject<T> WithBatches<TBatch>(
        string split, Func<T, long, IAsyncEnumerable<TBatch>> epoch, bool augmented = false) => WithLoader(
            new(split, true, false, augmented, epoch, (data, number, _) => Objects(epoch((T)data, number).ToBlockingEnumerable())));

    private static IEnumerable<object?> Objects<TBatch>(IEnumerable<TBatch> batches) => batches.Select(batch => (object?)batch);

    private DatasetSubject<T> WithSplit(
        string name, Delegate items, Func<object, ItemSource> open, bool augmented, string? partOf)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(items);
        if (Splits.Any(split => split.Name == name))
        {
            throw new ArgumentException($"A split \"{name}\" is declared already: give this one another name.", nameof(name));
        }

        if (partOf is not null)
        {
            DemandSplit(partOf, nameof(partOf));
        }

        return With(subject => subject.Splits = [.. subject.Splits, new(name, augmented, partOf, items, open)]);
    }

    private DatasetSubject<T> WithLoader(DatasetLoader loader)
    {
        ArgumentNullException.ThrowIfNull(loader.Batches, "epoch");
        DemandUnloaded(loader.Split);
        return With(subject => subject.Loaders = [.. subject.Loaders, loader]);
    }

    private DatasetSubject<T> WithFacts(Func<DatasetFacts, DatasetFacts> change) => With(subject => subject.Facts = change(subject.Facts));

    private DatasetSubject<T> With(Action<DatasetSubject<T>> change)
    {
        var copy = (DatasetSubject<T>)MemberwiseClone();
        change(copy);
        return copy;
    }

    private void DemandSplit(string name, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        if (Splits.All(split => split.Name != name))
        {
            throw new ArgumentException(UnknownSplit($"There is no split \"{name}\""), parameter);
        }
    }

    private string UnknownSplit(string what) => Splits.Count == 0
        ? $"{what}: none is declared yet. Declare it first: WithSplit(\"train\", data => data.Train)."
        : $"{what}: declared are {string.Join(", ", Splits.Select(split =>
            $"\"{split.Name}\""))}. Declare a split before what is said of it.";

    private void DemandUnloaded(string split)
    {
        DemandSplit(split, nameof(split));
        if (Loaders.Any(other => other.Split == split))
        {
            throw new ArgumentException(
                $"The batches of split \"{split}\" are declared already: declare another way to load them on a subject of its own.",
                nameof(split));
        }
    }
}
