using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace TorchTrust.Tests.Architecture;

/// <summary>What the types of an assembly refer to, as the compiler wrote it: no text is searched.</summary>
internal static class CompiledReferences
{
    /// <summary>Every reference from a type to another of the same assembly; nested types count as the outermost one.</summary>
    public static IReadOnlySet<(string From, string To)> Within(AssemblyDefinition assembly)
    {
        var references = new HashSet<(string, string)>();
        foreach (TypeDefinition type in assembly.MainModule.GetAllTypes())
        {
            string from = NameOf(type);
            foreach (TypeReference reached in ReachedBy(type).SelectMany(WithParts))
            {
                if (reached.Scope is ModuleDefinition && NameOf(reached) is var to && to != from)
                {
                    references.Add((from, to));
                }
            }
        }

        return references;
    }

    /// <summary>The full name of the outermost type, without its number of type parameters.</summary>
    private static string NameOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type.FullName.Split('`')[0];
    }

    private static IEnumerable<TypeReference> ReachedBy(TypeDefinition type) =>
    [
        .. type.BaseType is { } basis ? [basis] : Array.Empty<TypeReference>(),
        .. type.Interfaces.Select(entry => entry.InterfaceType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. AttributesOf(type),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Fields.SelectMany(AttributesOf),
        .. type.Properties.SelectMany(AttributesOf),
        .. type.Methods.SelectMany(ReachedBy),
    ];

    private static IEnumerable<TypeReference> ReachedBy(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. AttributesOf(method),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<TypeReference>() : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(ReachedBy) : [],
    ];

    private static IEnumerable<TypeReference> ReachedBy(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, method.ReturnType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> AttributesOf(ICustomAttributeProvider member) =>
        member.CustomAttributes.Select(attribute => attribute.AttributeType);

    private static IEnumerable<TypeReference> WithParts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(WithParts)],
        FunctionPointerType pointer =>
            pointer.Parameters.Select(parameter => parameter.ParameterType).Prepend(pointer.ReturnType).SelectMany(WithParts),
        TypeSpecification part => WithParts(part.ElementType),
        GenericParameter => [],
        _ => [type],
    };
}
