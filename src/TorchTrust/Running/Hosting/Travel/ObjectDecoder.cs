using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchTrust.Running.Hosting.Travel;

/// <summary>Rebuilds what <see cref="ObjectEncoder"/> wrote, in another process.</summary>
internal sealed class ObjectDecoder(TypeFinder types)
{
    private const BindingFlags Methods = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Dictionary<int, object> _known = [];

    /// <summary>Rebuilds a value.</summary>
    /// <exception cref="CannotTravelException">A type or a method is not what it was.</exception>
    public object? Decode(EncodedValue value) => value.Kind switch
    {
        EncodedKind.Null => null,
        EncodedKind.Reference when !_known.ContainsKey(value.Id!.Value) => throw new CannotTravelException(
            "The subject cannot be rebuilt in another process: its delegates refer to each other in a circle."),
        EncodedKind.Reference => _known[value.Id!.Value],
        EncodedKind.Scalar => ScalarText.Read(types.Find(value.Type!), value.Text!),
        EncodedKind.Type => types.Find(value.Type!),
        EncodedKind.Bytes => Bytes(value),
        EncodedKind.Array => Elements(value),
        EncodedKind.List => Sequence(value),
        EncodedKind.Dictionary => Pairs(value),
        EncodedKind.Delegate => Delegate(value),
        EncodedKind.Multicast =>
            Know(value, System.Delegate.Combine([.. value.Items.Select(item => (Delegate?)Decode(item))])!),
        EncodedKind.Object => Fields(value),
        _ => throw new InvalidOperationException($"Unknown kind {value.Kind}."),
    };

    private object Know(EncodedValue value, object rebuilt)
    {
        if (value.Id is { } id)
        {
            _known[id] = rebuilt;
        }

        return rebuilt;
    }

    private object Bytes(EncodedValue value)
    {
        var array = Array.CreateInstance(types.Find(value.Type!), [.. value.Lengths]);
        byte[] bytes = Convert.FromBase64String(value.Text!);
        Buffer.BlockCopy(bytes, 0, array, 0, bytes.Length);
        return Know(value, array);
    }

    private object Elements(EncodedValue value)
    {
        var array = Array.CreateInstance(types.Find(value.Type!), [.. value.Lengths]);
        Know(value, array);
        int[] index = new int[array.Rank];
        foreach (EncodedValue item in value.Items)
        {
            array.SetValue(Decode(item), index);
            for (int dimension = array.Rank - 1; dimension >= 0 && ++index[dimension] == value.Lengths[dimension]; dimension--)
            {
                index[dimension] = 0;
            }
        }

        return array;
    }

    private object Sequence(EncodedValue value)
    {
        Type type = types.Find(value.Type!);
        object collection = Know(value, Activator.CreateInstance(type)!);
        MethodInfo add = type.GetMethod("Add", [type.GetGenericArguments()[0]])!;
        foreach (EncodedValue item in value.Items)
        {
            add.Invoke(collection, [Decode(item)]);
        }

        return collection;
    }

    private object Pairs(EncodedValue value)
    {
        var pairs = (IDictionary)Know(value, Activator.CreateInstance(types.Find(value.Type!))!);
        foreach (EncodedValue[] pair in value.Items.Chunk(2))
        {
            pairs.Add(Decode(pair[0])!, Decode(pair[1]));
        }

        return pairs;
    }

    private object Delegate(EncodedValue value)
    {
        object? target = Decode(value.Items[0]);
        Type declaring = types.Find(value.Type!);
        MethodInfo? method =
            declaring.GetMethods(Methods).FirstOrDefault(m => m.Name == value.Text && MethodSignature.Of(m) == value.Signature);
        if (method is null)
        {
            throw new CannotTravelException(
                $"The subject cannot be rebuilt in another process: {declaring.Name} has no method {value.Text} there.");
        }

        if (method.IsGenericMethodDefinition)
        {
            method = method.MakeGenericMethod([.. value.Names.Skip(1).Select(types.Find)]);
        }

        Type type = types.Find(value.Names[0]);
        return Know(value, target is null ? method.CreateDelegate(type) : System.Delegate.CreateDelegate(type, target, method));
    }

    private object Fields(EncodedValue value)
    {
        Type type = types.Find(value.Type!);
        object rebuilt = Know(value, RuntimeHelpers.GetUninitializedObject(type));
        var fields = TravelRules.FieldsOf(type).ToDictionary(field => field.Name, field => field.Field);
        foreach ((string name, EncodedValue item) in value.Names.Zip(value.Items))
        {
            fields[name].SetValue(rebuilt, Decode(item));
        }

        return rebuilt;
    }
}
