using static TorchSharp.torch.utils.data;

namespace TorchTrust.Datasets.Reading;

/// <summary>The items of an open split: by index where the source has one, else in the order in which it gives them.</summary>
internal sealed class ItemSource
{
    private readonly Func<long>? _count;
    private readonly Func<long, object?>? _read;
    private readonly Func<IEnumerable<object?>>? _stream;

    private ItemSource(Func<long>? count, Func<long, object?>? read, Func<IEnumerable<object?>>? stream, IDisposable? owned = null)
    {
        _count = count;
        _read = read;
        _stream = stream;
        Owned = owned;
    }

    /// <summary>Whether items can be read by index.</summary>
    public bool IsIndexed => _read is not null;

    /// <summary>The number of items; null where only a whole pass tells.</summary>
    public long? Count => _count?.Invoke();

    /// <summary>What it reads from: the user's list, data set or function.</summary>
    public IEnumerable<object> Sources => new Delegate?[] { _count, _read, _stream }.OfType<object>();

    /// <summary>What the user gave, where it can be disposed.</summary>
    public IDisposable? Owned { get; }

    /// <summary>The items of a TorchSharp data set.</summary>
    public static ItemSource Of<TItem>(Dataset<TItem> items) =>
        new(() => items.Count, index => items.GetTensor(index), null, items ?? throw Nothing());

    /// <summary>The items of a list.</summary>
    public static ItemSource Of<TItem>(IReadOnlyList<TItem> items) => items is null
        ? throw Nothing()
        : new(() => items.Count, index => items[checked((int)index)], null, items as IDisposable);

    /// <summary>The items of a stream, which is asked for anew for each pass; one that is a list is read as one.</summary>
    public static ItemSource Of<TItem>(Func<IEnumerable<TItem>> open) => open() switch
    {
        null => throw Nothing(),
        IReadOnlyList<TItem> list => Of(list),
        IEnumerable<TItem> loader when IsLoader(loader.GetType()) => throw new InvalidOperationException(
            "A DataLoader gives batches, not items: declare the data set as the split, and the loader by WithBatches."),
        _ => new(null, null, () => open().Select(item => (object?)item)),
    };

    /// <summary>The items that a function reads.</summary>
    public static ItemSource Of<TItem>(Func<long> count, Func<long, TItem> item) => new(count, index => item(index), null);

    /// <summary>Reads the item of an index.</summary>
    /// <exception cref="InvalidOperationException">The source has no index.</exception>
    public object? Read(long index) => _read is { } read
        ? read(index)
        : throw new InvalidOperationException("A stream has no items by index: read it in its order.");

    /// <summary>The items in order, from the first one on.</summary>
    public IEnumerable<object?> Stream()
    {
        if (_stream is { } stream)
        {
            return stream();
        }

        return Indexed();
    }

    private IEnumerable<object?> Indexed()
    {
        long count = Count!.Value;
        for (long index = 0; index < count; index++)
        {
            yield return Read(index);
        }
    }

    private static bool IsLoader(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(TorchSharp.Modules.DataLoader<,>))
            {
                return true;
            }
        }

        return false;
    }

    private static InvalidOperationException Nothing() => new("What was declared as the split is null.");
}
