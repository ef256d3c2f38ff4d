using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchTrust.Running.Hosting.Travel;

/// <summary>
/// Writes an object with all that its fields reach: delegates as method and target, closures, tuples, records and plain
/// objects field by field, collections by their elements. Static fields do not travel: each process makes its own.
/// </summary>
internal sealed class ObjectEncoder
{
    /// <summary>The number of bytes of captured arrays from which it is quicker to load them anew.</summary>
    private const long ArrayLimit = 64 << 20;

    private readonly Dictionary<object, int> _ids = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, AssemblyOrigin> _origins = [];
    private readonly Stack<string> _path = new();
    private long _bytes;

    /// <summary>The assemblies of all types that were met, by their full names.</summary>
    public IReadOnlyDictionary<string, AssemblyOrigin> Origins => _origins;

    /// <summary>Writes a value.</summary>
    /// <exception cref="CannotTravelException">It reaches something that belongs to this process.</exception>
    public EncodedValue Encode(object? value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (value is null)
        {
            return new EncodedValue(EncodedKind.Null);
        }

        Type type = value.GetType();
        if (value is Type itself)
        {
            return new EncodedValue(EncodedKind.Type) { Type = NameOf(itself) };
        }

        if (ScalarText.Covers(type))
        {
            return new EncodedValue(EncodedKind.Scalar) { Type = NameOf(type), Text = ScalarText.Write(value) };
        }

        if (type.IsValueType)
        {
            return Fields(value, type);
        }

        if (_ids.TryGetValue(value, out int known))
        {
            return new EncodedValue(EncodedKind.Reference) { Id = known };
        }

        int id = _ids.Count;
        _ids.Add(value, id);
        return Composite(value, type) with { Id = id };
    }

    private EncodedValue Composite(object value, Type type) => value switch
    {
        Delegate function => Delegate(function, type),
        Array array => Elements(array, type),
        _ when IsA(type, typeof(List<>)) => Sequence(EncodedKind.List, (IEnumerable)value, type),
        _ when IsA(type, typeof(HashSet<>)) && ComparesByDefault(value, type) =>
            Sequence(EncodedKind.List, (IEnumerable)value, type),
        _ when IsA(type, typeof(Dictionary<,>)) && ComparesByDefault(value, type) => Pairs((IDictionary)value, type),
        _ => Fields(value, type),
    };

    private EncodedValue Delegate(Delegate function, Type type)
    {
        Delegate[] parts = function.GetInvocationList();
        if (parts.Length > 1)
        {
            return new EncodedValue(EncodedKind.Multicast) { Type = NameOf(type), Items = [.. parts.Select(Encode)] };
        }

        MethodInfo method = function.Method;
        if (method.DeclaringType is not { } declaring || method.Module.Assembly.IsDynamic)
        {
            throw Cannot("a method that was made at run time", "");
        }

        Type[] arguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return new EncodedValue(EncodedKind.Delegate)
        {
            Type = NameOf(declaring),
            Signature = MethodSignature.Of(method),
            Text = method.Name,
            Names = [NameOf(type), .. arguments.Select(NameOf)],
            Items = [Target(function)],
        };
    }

    private EncodedValue Target(Delegate function)
    {
        bool isClosure = function.Target is null
            || function.Target.GetType().IsDefined(typeof(CompilerGeneratedAttribute));
        return isClosure ? Encode(function.Target) : Within("this", () => Encode(function.Target));
    }

    private EncodedValue Elements(Array array, Type type)
    {
        int[] lengths = [.. Enumerable.Range(0, array.Rank).Select(array.GetLength)];
        Type element = type.GetElementType()!;
        if (!element.IsPrimitive || element == typeof(nint) || element == typeof(nuint))
        {
            return new EncodedValue(EncodedKind.Array)
            {
                Type = NameOf(element),
                Lengths = lengths,
                Items = [.. array.Cast<object?>().Select(Encode)],
            };
        }

        byte[] bytes = new byte[Buffer.ByteLength(array)];
        _bytes += bytes.Length;
        if (_bytes > ArrayLimit)
        {
            throw Cannot(Display(type), $", with which it has more than {ArrayLimit >> 20} MiB of arrays");
        }

        Buffer.BlockCopy(array, 0, bytes, 0, bytes.Length);
        return new EncodedValue(EncodedKind.Bytes)
        {
            Type = NameOf(element),
            Lengths = lengths,
            Text = Convert.ToBase64String(bytes),
        };
    }

    private EncodedValue Sequence(EncodedKind kind, IEnumerable values, Type type) =>
        new(kind) { Type = NameOf(type), Items = [.. values.Cast<object?>().Select(Encode)] };

    private EncodedValue Pairs(IDictionary pairs, Type type)
    {
        var items = new List<EncodedValue>();
        foreach (DictionaryEntry pair in pairs)
        {
            items.Add(Encode(pair.Key));
            items.Add(Encode(pair.Value));
        }

        return new EncodedValue(EncodedKind.Dictionary) { Type = NameOf(type), Items = items };
    }

    private EncodedValue Fields(object value, Type type)
    {
        if (TravelRules.Obstacle(type) is { } obstacle)
        {
            throw Cannot(Display(type), $", {obstacle}");
        }

        IReadOnlyList<(string Name, FieldInfo Field)> fields = TravelRules.FieldsOf(type);
        return new EncodedValue(EncodedKind.Object)
        {
            Type = NameOf(type),
            Names = [.. fields.Select(field => field.Name)],
            Items =
                [.. fields.Select(field => Within(TravelRules.NameOf(field.Field), () => Field(field.Field, value)))],
        };
    }

    private EncodedValue Field(FieldInfo field, object owner) => field.FieldType.IsPointer
        || field.FieldType == typeof(nint) || field.FieldType == typeof(nuint)
        ? throw Cannot(Display(field.FieldType), ", which means something in this process only")
        : Encode(field.GetValue(owner));

    private EncodedValue Within(string? name, Func<EncodedValue> encode)
    {
        if (name is null)
        {
            return encode();
        }

        _path.Push(name);
        EncodedValue encoded = encode();
        _path.Pop();
        return encoded;
    }

    private string NameOf(Type type)
    {
        Note(type);
        return type.AssemblyQualifiedName ?? throw Cannot(Display(type), "");
    }

    private void Note(Type type)
    {
        if (type.GetElementType() is { } element)
        {
            Note(element);
            return;
        }

        if (!TravelRules.IsFrameworkType(type) && !_origins.ContainsKey(type.Assembly.FullName!))
        {
            _origins.Add(type.Assembly.FullName!, AssemblyOrigin.Of(type.Assembly));
        }

        Array.ForEach(type.GetGenericArguments(), Note);
    }

    private CannotTravelException Cannot(string type, string obstacle)
    {
        string[] path = [.. _path.Reverse()];
        string captured = path.Length < 2 ? "it is" : $"{path[0]} captures `{string.Join('.', path[1..])}`, of type";
        return new CannotTravelException(
            $"The subject cannot be rebuilt in another process: {captured} {type}{obstacle}. Make the lambda static and make "
                + "inside it what it needs.");
    }

    private static bool IsA(Type type, Type definition) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static bool ComparesByDefault(object collection, Type type)
    {
        object? comparer = type.GetProperty("Comparer")!.GetValue(collection);
        Type byDefault = typeof(EqualityComparer<>).MakeGenericType(type.GetGenericArguments()[0]);
        return ReferenceEquals(comparer, StringComparer.Ordinal)
            || Equals(comparer, byDefault.GetProperty("Default")!.GetValue(null));
    }

    private static string Display(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Display))}>"
        : type.Name;
}
