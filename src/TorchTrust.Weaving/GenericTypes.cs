using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>Rewrites types that name generic parameters.</summary>
internal static class GenericTypes
{
    /// <summary>A type in which each generic parameter is replaced.</summary>
    /// <param name="type">The type.</param>
    /// <param name="replace">Gives what stands for a parameter.</param>
    public static TypeReference Replace(TypeReference type, Func<GenericParameter, TypeReference> replace)
    {
        TypeReference Inner(TypeReference inner) => Replace(inner, replace);
        switch (type)
        {
            case GenericParameter parameter:
                return replace(parameter);
            case ArrayType array:
                var copy = new ArrayType(Inner(array.ElementType), array.Rank);
                if (!array.IsVector)
                {
                    copy.Dimensions.Clear();
                    foreach (ArrayDimension dimension in array.Dimensions)
                    {
                        copy.Dimensions.Add(dimension);
                    }
                }

                return copy;
            case ByReferenceType reference:
                return new ByReferenceType(Inner(reference.ElementType));
            case PointerType pointer:
                return new PointerType(Inner(pointer.ElementType));
            case PinnedType pinned:
                return new PinnedType(Inner(pinned.ElementType));
            case RequiredModifierType required:
                return new RequiredModifierType(required.ModifierType, Inner(required.ElementType));
            case OptionalModifierType optional:
                return new OptionalModifierType(optional.ModifierType, Inner(optional.ElementType));
            case GenericInstanceType instance:
                var closed = new GenericInstanceType(instance.ElementType);
                foreach (TypeReference argument in instance.GenericArguments)
                {
                    closed.GenericArguments.Add(Inner(argument));
                }

                return closed;
            default:
                return type;
        }
    }

    /// <summary>The base type of a type, closed as the type is.</summary>
    /// <param name="type">The type; its definition must be found.</param>
    public static TypeReference? BaseOf(TypeReference type) => type.Resolve()?.BaseType is { } parent
        ? Replace(parent, parameter => type is GenericInstanceType instance && parameter.Type == GenericParameterType.Type
            ? instance.GenericArguments[parameter.Position]
            : parameter)
        : null;

    /// <summary>Whether values of a type can be boxed: no references, pointers, spans.</summary>
    public static bool CanBox(TypeReference type) => Bare(type) is not (ByReferenceType or PointerType or FunctionPointerType)
        && Bare(type).GetElementType().FullName is not ("System.Span`1" or "System.ReadOnlySpan`1" or "System.TypedReference");

    /// <summary>A type without its modifiers.</summary>
    public static TypeReference Bare(TypeReference type) => type is IModifierType modified ? Bare(modified.ElementType) : type;
}
