using System.Collections;
using System.Numerics;

namespace TorchTrust.Datasets.Fields;

/// <summary>Which values are one number or one text, and which are an array or list of these.</summary>
internal static class Scalars
{
    private static readonly HashSet<Type> _types =
    [
        typeof(string), typeof(decimal), typeof(Half), typeof(BigInteger), typeof(Complex), typeof(Guid),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
    ];

    /// <summary>Whether a type is one number, text or moment; also where it may be missing.</summary>
    public static bool IsOne(Type type)
    {
        Type actual = Nullable.GetUnderlyingType(type) ?? type;
        return actual.IsPrimitive || actual.IsEnum || _types.Contains(actual);
    }

    /// <summary>Whether a list or array holds numbers or texts, at whatever depth.</summary>
    public static bool AreMany(IList list)
    {
        Type type = list.GetType();
        Type? element = type.IsArray
            ? type.GetElementType()
            : type.GetInterfaces().FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                ?.GetGenericArguments()[0];
        return element is not null && (IsOne(element) || (element.IsArray && IsOne(Innermost(element))));
    }

    private static Type Innermost(Type array) => array.GetElementType() is { } element ? Innermost(element) : array;
}
