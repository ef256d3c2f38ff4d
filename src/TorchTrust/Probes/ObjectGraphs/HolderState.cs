using System.Collections;
using System.Reflection;

namespace TorchTrust.Probes;

/// <summary>
/// What the fields of one object, or the items of one collection, refer to: a model that replaces a cache or counts its
/// calls is put back with it.
/// </summary>
internal sealed class HolderState
{
    private readonly object _holder;
    private readonly string _path;
    private readonly (FieldInfo Field, object? Value)[] _fields;
    private readonly object?[]? _items;
    private readonly DictionaryEntry[]? _entries;

    /// <summary>Remembers the references, not what they refer to.</summary>
    /// <param name="holder">The object or the collection.</param>
    /// <param name="path">The way to it, for those who ask what has changed.</param>
    public HolderState(object holder, string path = "")
    {
        _holder = holder;
        _path = path;
        _entries = holder is IDictionary dictionary ? [.. EntriesOf(dictionary)] : null;
        _items = _entries is null && holder is IList list ? [.. list.Cast<object?>()] : null;
        _fields = _entries is null && _items is null
            ? [.. ObjectGraph.UserFields(holder.GetType()).Where(field => !field.FieldType.IsPointer)
                .Select(field => (field, field.GetValue(holder)))]
            : [];
    }

    /// <summary>Whether a field or an item refers to something else now.</summary>
    public bool HasChanged() =>
        _fields.Any(field => !AreSame(field.Field.GetValue(_holder), field.Value)) || HasOtherItems()
            || HasOtherEntries();

    /// <summary>The paths of fields, or of the collection, that are no longer as they were, each with what changed.</summary>
    public IEnumerable<(string Path, string What)> Changes()
    {
        foreach ((FieldInfo field, object? value) in _fields)
        {
            object? now = field.GetValue(_holder);
            if (!AreSame(now, value))
            {
                yield return (ObjectGraph.Join(_path, TensorTree.MemberName(field)),
                    now is ValueType ? $"is now {now}, and was {value}" : "refers to another object");
            }
        }

        if (HasOtherItems() || HasOtherEntries())
        {
            yield return (_path, "holds other items");
        }
    }

    /// <summary>Puts the references back where they changed.</summary>
    /// <param name="alsoPlainValues">Puts back flags and counters, too.</param>
    public void Restore(bool alsoPlainValues = true)
    {
        foreach ((FieldInfo field, object? value) in _fields)
        {
            if ((alsoPlainValues || !field.FieldType.IsValueType) && !AreSame(field.GetValue(_holder), value))
            {
                field.SetValue(_holder, value);
            }
        }

        if (HasOtherItems())
        {
            RestoreItems((IList)_holder, _items!);
        }

        if (HasOtherEntries())
        {
            var dictionary = (IDictionary)_holder;
            dictionary.Clear();
            foreach (DictionaryEntry entry in _entries!)
            {
                dictionary.Add(entry.Key, entry.Value);
            }
        }
    }

    /// <summary>Remembers another object in place of one that can no longer be put back.</summary>
    public void Replace(object original, object standIn)
    {
        for (int i = 0; i < _fields.Length; i++)
        {
            _fields[i].Value = ReferenceEquals(_fields[i].Value, original) ? standIn : _fields[i].Value;
        }

        for (int i = 0; i < _items?.Length; i++)
        {
            _items[i] = ReferenceEquals(_items[i], original) ? standIn : _items[i];
        }

        for (int i = 0; i < _entries?.Length; i++)
        {
            _entries[i].Value = ReferenceEquals(_entries[i].Value, original) ? standIn : _entries[i].Value;
        }
    }

    /// <summary>
    /// By the enumerator of dictionaries: as a sequence, a generic one yields pairs of its own types.
    /// </summary>
    private static IEnumerable<DictionaryEntry> EntriesOf(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return entry;
        }
    }

    private bool HasOtherItems() =>
        _items is not null && !(_items.Length == ((IList)_holder).Count
        && _items.Zip(((IList)_holder).Cast<object?>()).All(pair => AreSame(pair.First, pair.Second)));

    private bool HasOtherEntries() =>
        _entries is not null && !(_entries.Length == ((IDictionary)_holder).Count
        && _entries.Zip(EntriesOf((IDictionary)_holder))
            .All(pair => Equals(pair.First.Key, pair.Second.Key) && AreSame(pair.First.Value, pair.Second.Value)));

    private static void RestoreItems(IList list, object?[] items)
    {
        if (list.IsFixedSize)
        {
            for (int i = 0; i < items.Length; i++)
            {
                list[i] = items[i];
            }

            return;
        }

        list.Clear();
        foreach (object? item in items)
        {
            list.Add(item);
        }
    }

    /// <summary>
    /// The same object, or equal plain values; user types may have an equality of their own, which says nothing here.
    /// </summary>
    private static bool AreSame(object? a, object? b) =>
        ReferenceEquals(a, b) || (a is ValueType && b is ValueType && a.Equals(b));
}
