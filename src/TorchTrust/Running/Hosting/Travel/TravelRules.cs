using System.Collections.ObjectModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchTrust.Running.Hosting.Travel;

/// <summary>Which objects another process can rebuild field by field, with the same meaning.</summary>
internal static class TravelRules
{
    private const BindingFlags OwnFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly HashSet<Type> _plainFrameworkTypes =
    [
        typeof(object), typeof(ValueType), typeof(Index), typeof(Range), typeof(KeyValuePair<,>),
        typeof(ReadOnlyCollection<>), typeof(ReadOnlyDictionary<,>), typeof(StrongBox<>),
    ];

    /// <summary>The fields of all levels of a type, each with a name that is unique within it.</summary>
    public static IReadOnlyList<(string Name, FieldInfo Field)> FieldsOf(Type type)
    {
        var fields = new List<(string, FieldInfo)>();
        int level = 0;
        for (Type? at = type; at is not null; at = at.BaseType, level++)
        {
            fields.AddRange(at.GetFields(OwnFields).Where(field => !IsCache(field))
                .Select(field => ($"{level}:{field.Name}", field)));
        }

        return fields;
    }

    /// <summary>Why an object of a type means something in its own process only; null if its fields say all.</summary>
    public static string? Obstacle(Type type)
    {
        if (type.IsDefined(typeof(CompilerGeneratedAttribute)))
        {
            return null;
        }

        if (typeof(IDisposable).IsAssignableFrom(type))
        {
            return "which holds resources of this process";
        }

        for (Type? at = type; at is not null; at = at.BaseType)
        {
            if (at.IsPointer || (IsFrameworkType(at) && !IsPlain(at)))
            {
                return "which means something in this process only";
            }

            if (at != typeof(object) && at.GetMethod("Finalize", OwnFields, []) is not null)
            {
                return "which holds resources of this process";
            }
        }

        return null;
    }

    /// <summary>Whether a type belongs to .NET itself.</summary>
    public static bool IsFrameworkType(Type type) => type.Assembly.GetName().Name is { } name
        && (name is "mscorlib" or "netstandard"
            || name.StartsWith("System.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.", StringComparison.Ordinal));

    /// <summary>
    /// A field as a user knows it: a captured local, a property, <c>this</c>; null for what is the compiler's or ours.
    /// </summary>
    public static string? NameOf(FieldInfo field)
    {
        Type owner = field.DeclaringType!;
        if (IsFrameworkType(owner) || (owner.Assembly == typeof(TravelRules).Assembly && !typeof(Subject).IsAssignableFrom(owner)))
        {
            return null;
        }

        string name = field.Name;
        return name switch
        {
            _ when name.EndsWith("__this", StringComparison.Ordinal) => "this",
            _ when name.StartsWith("CS$", StringComparison.Ordinal) => null,
            _ when name[0] == '<' && name.IndexOf('>', StringComparison.Ordinal) is > 1 and int end => name[1..end],
            _ => name,
        };
    }

    /// <summary>Whether the compiler keeps a delegate there, which it makes again where there is none.</summary>
    private static bool IsCache(FieldInfo field) => field.Name.StartsWith("<>9__", StringComparison.Ordinal);

    private static bool IsPlain(Type type) =>
        _plainFrameworkTypes.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type)
        || typeof(ITuple).IsAssignableFrom(type);
}
