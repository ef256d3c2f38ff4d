using Mono.Cecil;

namespace TorchTrust.Cli.Discovery;

/// <summary>Types in metadata, and their names.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<string, string> _keywords = new()
    {
        ["System.Boolean"] = "bool",
        ["System.Byte"] = "byte",
        ["System.Char"] = "char",
        ["System.Double"] = "double",
        ["System.Int32"] = "int",
        ["System.Int64"] = "long",
        ["System.Object"] = "object",
        ["System.Single"] = "float",
        ["System.String"] = "string",
    };

    /// <summary>The classes that a class derives from, the nearest first, as far as their assemblies are there.</summary>
    public static IEnumerable<TypeReference> Bases(TypeDefinition type)
    {
        TypeReference? current = type.BaseType;
        while (current is not null)
        {
            yield return current;
            current = Definition(current)?.BaseType;
        }
    }

    /// <summary>The definition of a type; null if its assembly is not there.</summary>
    public static TypeDefinition? Definition(TypeReference reference)
    {
        try
        {
            return reference.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            return null;
        }
    }

    /// <summary>The name of a type as reflection has it: with <c>+</c> before nested classes.</summary>
    public static string Reflected(TypeReference type) => type.FullName.Replace('/', '+');

    /// <summary>The name of a type as C# has it, without its namespace.</summary>
    public static string InCode(TypeReference type) => type switch
    {
        ArrayType array => $"{InCode(array.ElementType)}[]",
        GenericInstanceType { ElementType.FullName: "System.Nullable`1" } nullable => $"{InCode(nullable.GenericArguments[0])}?",
        GenericInstanceType generic => $"{Plain(generic.ElementType)}<{string.Join(", ", generic.GenericArguments.Select(InCode))}>",
        _ => _keywords.GetValueOrDefault(type.FullName) ?? Plain(type),
    };

    private static string Plain(TypeReference type)
    {
        string name = type.Name.Split('`')[0];
        return type.DeclaringType is { } outer && outer.FullName != "TorchSharp.torch" ? $"{Plain(outer)}.{name}" : name;
    }
}
