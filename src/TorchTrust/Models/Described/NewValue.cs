using System.Reflection;

namespace TorchTrust.Models.Described;

/// <summary>An object, by its constructor.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Parameters">The types of the parameters of the constructor, which tell it from others.</param>
/// <param name="Arguments">What they are given; null where a parameter keeps its default.</param>
internal sealed record NewValue(TypeAddress Type, string[] Parameters, DescribedValue?[] Arguments) : DescribedValue
{
    private const BindingFlags Constructors = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Makes it. What the constructor throws comes out as it is.</summary>
    /// <exception cref="MissingMethodException">There is no such constructor.</exception>
    public override object Make()
    {
        Type type = Type.Find();
        ConstructorInfo constructor = type.GetConstructors(Constructors)
            .FirstOrDefault(each => each.GetParameters().Select(parameter => NameOf(parameter.ParameterType)).SequenceEqual(Parameters))
            ?? throw new MissingMethodException(
                $"{type.FullName} has no constructor ({string.Join(", ", Parameters)}) in the program that runs.");
        object?[] arguments =
        [
            .. constructor.GetParameters().Select((parameter, index) => Arguments[index] is { } given ? given.Make() : Default(parameter)),
        ];
        return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    /// <summary>The name of a type with those of its arguments, and of no assembly: the same for metadata and for reflection.</summary>
    private static string NameOf(Type type) => type switch
    {
        { IsByRef: true } => NameOf(type.GetElementType()!) + "&",
        { IsArray: true } => $"{NameOf(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]",
        { IsGenericType: true } =>
            $"{type.GetGenericTypeDefinition().FullName}<{string.Join(",", type.GetGenericArguments().Select(NameOf))}>",
        _ => type.FullName ?? type.Name,
    };

    private static object? Default(ParameterInfo parameter) => parameter switch
    {
        // A parameter array that is given nothing is empty, not null.
        { HasDefaultValue: false, ParameterType: { IsArray: true } array } => Array.CreateInstance(array.GetElementType()!, 0),
        { DefaultValue: null, ParameterType.IsValueType: true } => Activator.CreateInstance(parameter.ParameterType),
        { DefaultValue: { } value } when Underlying(parameter.ParameterType) is { IsEnum: true } type => Enum.ToObject(type, value),
        _ => parameter.DefaultValue,
    };

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
