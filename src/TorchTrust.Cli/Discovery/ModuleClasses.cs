using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TorchTrust.Cli.Discovery;

/// <summary>Finds the classes that derive from TorchSharp's <c>Module</c>.</summary>
internal static class ModuleClasses
{
    private const string Module = "TorchSharp.torch/nn/Module";

    /// <summary>Reads the classes of an assembly.</summary>
    public static IEnumerable<FoundModule> Read(IReadOnlyList<TypeDefinition> types)
    {
        TypeDefinition[] modules =
        [
            .. types.Where(type => !type.IsAbstract && !type.HasGenericParameters && !type.Name.Contains('<', StringComparison.Ordinal)
                && TypeNames.Bases(type).Any(ancestor => ancestor.FullName == Module)),
        ];
        HashSet<string> parts = [.. modules.SelectMany(Parts)];
        return modules.Select(type => new FoundModule(
            Outermost(type).Namespace,
            TypeNames.InCode(type),
            Arguments(type),
            Inputs(type),
            parts.Contains(type.FullName))).OrderBy(module => module.IsPart);
    }

    /// <summary>The types that a module makes itself, in any of its methods.</summary>
    private static IEnumerable<string> Parts(TypeDefinition type) => type.Methods
        .Where(method => method.HasBody)
        .SelectMany(method => method.Body.Instructions)
        .Where(instruction => instruction.OpCode == OpCodes.Newobj)
        .Select(instruction => ((MethodReference)instruction.Operand).DeclaringType.FullName)
        .Where(name => name != type.FullName);

    private static IReadOnlyList<(string Name, string Type)> Arguments(TypeDefinition type)
    {
        MethodDefinition? constructor = type.Methods
            .Where(method => method is { IsConstructor: true, IsStatic: false } && IsUsable(method))
            .OrderBy(method => method.Parameters.Count)
            .FirstOrDefault();
        return constructor is null
            ? []
            : [.. Required(constructor).Select(parameter => (parameter.Name, TypeNames.InCode(parameter.ParameterType)))];
    }

    private static IReadOnlyList<string> Inputs(TypeDefinition type)
    {
        MethodDefinition? forward = TypeNames.Bases(type).Select(TypeNames.Definition).Prepend(type)
            .OfType<TypeDefinition>()
            .TakeWhile(definition => definition.Module.Assembly.Name.Name != "TorchSharp")
            .SelectMany(definition => definition.Methods)
            .FirstOrDefault(method => method is { Name: "forward", IsStatic: false });
        return forward is null ? ["input"] : [.. Required(forward).Select(parameter => parameter.Name)];
    }

    private static bool IsUsable(MethodDefinition method) => method.IsPublic || method.IsAssembly || method.IsFamilyOrAssembly;

    private static IEnumerable<ParameterDefinition> Required(MethodDefinition method) =>
        method.Parameters.Where(parameter => !parameter.HasConstant);

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
