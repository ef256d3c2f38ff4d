using System.Collections;
using System.IO.Hashing;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchTrust.Datasets.Fields;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Datasets.Reading;

/// <summary>
/// All that an open data set reaches, as it was opened. What reading has changed of it is put back, and the data set need not be opened
/// anew; where something is reached that cannot be looked into (a stream, a thread, a generator of .NET), nothing is known.
/// </summary>
/// <remarks>Statics are not among it: to open the data set anew would not put them back either.</remarks>
internal sealed class OpenedState : IDisposable
{
    /// <summary>To look at more takes milliseconds, as an opening does.</summary>
    private const int MaximumObjects = 1 << 12;

    /// <summary>Up to so many bytes an array of numbers is copied; of a longer one the hash tells whether it has changed.</summary>
    private const int MaximumCopy = 1 << 20;

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _waiting = [];
    private readonly Dictionary<(nint Address, long Length), UInt128> _hashes = [];
    private readonly List<(object Holder, FieldInfo Field, object? Value)> _fields = [];
    private readonly List<(IEnumerable Items, object?[] Known)> _collections = [];
    private readonly List<(Array Numbers, UInt128 Hash, byte[]? Copy)> _arrays = [];
    private readonly List<(Tensor Tensor, long[] Shape, UInt128 Hash)> _tensors = [];
    private readonly List<(Generator Generator, Tensor State)> _generators = [];

    private OpenedState()
    {
    }

    /// <summary>Remembers what is reached; null where a part of it cannot be looked into.</summary>
    /// <param name="roots">The data set, and what its splits are read by.</param>
    public static OpenedState? Of(IEnumerable<object> roots)
    {
        var state = new OpenedState();
        foreach (object root in roots)
        {
            state._waiting.Push(root);
        }

        while (state._waiting.TryPop(out object? next))
        {
            if (state._seen.Add(next) && (state._seen.Count > MaximumObjects || !state.TryKeep(next)))
            {
                state.Dispose();
                return null;
            }
        }

        return state;
    }

    /// <summary>Puts back what has changed.</summary>
    /// <returns>Whether all is as it was; if not, the data set has to be opened anew.</returns>
    public bool PutBack()
    {
        var hashes = new Dictionary<(nint, long), UInt128>();
        if (_tensors.Any(kept =>
            kept.Tensor.IsInvalid || !kept.Tensor.shape.AsSpan().SequenceEqual(kept.Shape) || HashOf(kept.Tensor, hashes) != kept.Hash)
            || _collections.Any(kept => !HoldsTheSame(kept.Items, kept.Known)))
        {
            return false;
        }

        foreach ((Array numbers, UInt128 hash, byte[]? copy) in _arrays)
        {
            Span<byte> bytes = BytesOf(numbers);
            if (XxHash128.HashToUInt128(bytes) == hash)
            {
                continue;
            }

            if (copy is null)
            {
                return false;
            }

            copy.CopyTo(bytes);
        }

        var moved = _fields.Where(kept => !AreSame(kept.Field.GetValue(kept.Holder), kept.Value));
        foreach ((object holder, FieldInfo field, object? value) in moved)
        {
            field.SetValue(holder, value);
        }

        _generators.ForEach(kept => kept.Generator.set_state(kept.State));
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _generators.ForEach(kept => kept.State.Dispose());

    private bool TryKeep(object value)
    {
        switch (value)
        {
            case string or Type or MemberInfo:
                return true;
            case Delegate function:
                WaitFor(function.GetInvocationList().Select(each => each.Target));
                return true;
            case Tensor tensor:
                return TryKeepTensor(tensor);
            case Generator generator:
                using (Tensor state = generator.get_state())
                {
                    _generators.Add((generator, TensorBits.NativeCopy(state).DetachFromDisposeScope()));
                }

                return true;
            case Array numbers when numbers.GetType().GetElementType() is { IsPrimitive: true } element && IsPlain(element):
                return TryKeepNumbers(numbers);
            case IEnumerable items when value is Array
                || value.GetType().Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true:
                return TryKeepItems(items);
            default:
                return value.GetType() == typeof(object) || (ObjectGraph.IsUserType(value.GetType()) && TryKeepFields(value));
        }
    }

    private bool TryKeepTensor(Tensor tensor)
    {
        if (tensor.IsInvalid || tensor.device_type != DeviceType.CPU || tensor.is_sparse || tensor.requires_grad || !tensor.is_contiguous()
            || tensor.numel() * tensor.element_size() > int.MaxValue)
        {
            return false;
        }

        _tensors.Add((tensor, tensor.shape, HashOf(tensor, _hashes)));
        return true;
    }

    private bool TryKeepNumbers(Array numbers)
    {
        if (numbers.LongLength > int.MaxValue / sizeof(double))
        {
            return false;
        }

        Span<byte> bytes = BytesOf(numbers);
        _arrays.Add((numbers, XxHash128.HashToUInt128(bytes), bytes.Length <= MaximumCopy ? bytes.ToArray() : null));
        return true;
    }

    private bool TryKeepItems(IEnumerable items)
    {
        object?[] known = [.. ItemsOf(items).Take(MaximumObjects + 1)];
        if (known.Length > MaximumObjects || !known.All(item => item is null or not ValueType || IsPlain(item.GetType())))
        {
            return false;
        }

        _collections.Add((items, known));
        WaitFor(known);
        return true;
    }

    /// <summary>What a type of the framework holds in fields of its own is not known.</summary>
    private bool TryKeepFields(object holder)
    {
        foreach (FieldInfo field in TensorTree.InstanceFields(holder.GetType()))
        {
            if (!ObjectGraph.IsUserType(field.DeclaringType!) || (field.FieldType.IsValueType && !IsPlain(field.FieldType))
                || field.FieldType.IsPointer)
            {
                return false;
            }

            object? value = field.GetValue(holder);
            _fields.Add((holder, field, value));
            WaitFor([value]);
        }

        return true;
    }

    private void WaitFor(IEnumerable<object?> values)
    {
        foreach (object value in values.Where(value => value is not null and not ValueType).Cast<object>())
        {
            _waiting.Push(value);
        }
    }

    /// <summary>Whether a value is all that there is to know: it leads to nothing else.</summary>
    private static bool IsPlain(Type type) => Scalars.IsOne(type) && type != typeof(nint) && type != typeof(nuint);

    private static IEnumerable<object?> ItemsOf(IEnumerable items) => items is IDictionary dictionary
        ? EntriesOf(dictionary).SelectMany(entry => new[] { entry.Key, entry.Value })
        : items.Cast<object?>();

    /// <summary>By the enumerator of dictionaries: as a sequence, a generic one yields pairs of its own types.</summary>
    private static IEnumerable<DictionaryEntry> EntriesOf(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return entry;
        }
    }

    private static bool HoldsTheSame(IEnumerable items, object?[] known)
    {
        object?[] now = [.. ItemsOf(items).Take(known.Length + 1)];
        return now.Length == known.Length && now.Zip(known).All(pair => AreSame(pair.First, pair.Second));
    }

    private static bool AreSame(object? one, object? other) => ReferenceEquals(one, other) || (one is ValueType && one.Equals(other));

    private static Span<byte> BytesOf(Array numbers) =>
        MemoryMarshal.CreateSpan(ref MemoryMarshal.GetArrayDataReference(numbers), Buffer.ByteLength(numbers));

    /// <summary>Tensors that share memory are hashed once.</summary>
    private static UInt128 HashOf(Tensor tensor, Dictionary<(nint Address, long Length), UInt128> known)
    {
        Span<byte> bytes = tensor.numel() == 0 ? [] : tensor.bytes;
        (nint Address, long) place = (TensorMemory.StartOf(tensor), bytes.Length);
        return place.Address != 0 && known.TryGetValue(place, out UInt128 hash) ? hash : known[place] = XxHash128.HashToUInt128(bytes);
    }
}
