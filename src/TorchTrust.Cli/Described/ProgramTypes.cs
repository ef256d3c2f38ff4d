using Mono.Cecil;
using TorchTrust.Cli.Discovery;
using TorchTrust.Cli.Projects;
using TorchTrust.Cli.Tool;
using TorchTrust.Configuration;
using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Described;

/// <summary>The classes of a program, read as data.</summary>
internal sealed class ProgramTypes : IDisposable
{
    private const string Module = "TorchSharp.torch/nn/Module";
    private const int MostNamed = 8;

    private readonly DefaultAssemblyResolver _resolver;
    private readonly List<ModuleDefinition> _assemblies = [];
    private readonly TypeDefinition[] _types;

    /// <summary>Reads the assemblies of a program.</summary>
    public ProgramTypes(UserProgram program)
    {
        _resolver = OutputResolver.Of(program.Folder);
        _assemblies.AddRange(program.OwnAssemblies()
            .Select(path => ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = _resolver })));
        _types =
        [
            .. _assemblies.SelectMany(assembly => assembly.GetTypes())
                .Where(type => !type.Name.Contains('<', StringComparison.Ordinal) && type.Name != "<Module>")
                .OrderBy(type => type.FullName, StringComparer.Ordinal),
        ];
        Name = program.Name;
    }

    /// <summary>The name of the program.</summary>
    public string Name { get; }

    /// <summary>Whether a class is a module of TorchSharp.</summary>
    public static bool IsModule(TypeDefinition type) => TypeNames.Bases(type).Any(ancestor => ancestor.FullName == Module);

    /// <summary>The full name of a type as C# has it.</summary>
    public static string InCode(TypeReference type) => type.FullName.Replace('/', '.');

    /// <summary>The names by which another process finds a type.</summary>
    public static TypeAddress AddressOf(TypeReference type) => new(
        TypeNames.Reflected(type),
        type.Scope is AssemblyNameReference reference ? reference.Name : type.Module.Assembly.Name.Name);

    /// <summary>Finds the model that is meant.</summary>
    /// <param name="text">Its name, with as much of its namespace as tells it apart.</param>
    /// <exception cref="ToolException">There is none, there are several, or it is not one that can be built.</exception>
    public TypeDefinition Model(OptionText text)
    {
        string name = text.Text.Trim();
        TypeDefinition[] found = Named(name);
        TypeDefinition[] modules = [.. _types.Where(IsModule)];
        if (found.Length == 0)
        {
            string[] names = [.. modules.SelectMany(type => new[] { InCode(type), Short(type) }).Distinct()];
            string near = Suggestions.Nearest(name, names);
            string known = modules.Length == 0
                ? "No class of it derives from torch.nn.Module."
                : "Its modules: "
                    + string.Join(", ", modules.Take(MostNamed).Select(InCode))
                    + (modules.Length > MostNamed ? $" and {modules.Length - MostNamed} more." : ".");
            throw ToolException.WrongUse($"{text.Option}: {Name} has no class '{name}'. {near}{known}");
        }

        TypeDefinition[] candidates = found.Where(IsModule).ToArray() is { Length: > 0 } only ? only : found;
        TypeDefinition type = candidates.Length == 1 ? candidates[0] : throw ToolException.WrongUse(
            $"{text.Option}: '{name}' is the name of {candidates.Length} classes: {string.Join(", ", candidates.Select(InCode))}. Name one "
                + "with its namespace.");
        return Obstacle(type) is { } problem ? throw ToolException.WrongUse($"{text.Option}: {problem}") : type;
    }

    /// <summary>The classes, enums and structures of a name, with as much of their namespace as is given.</summary>
    public TypeDefinition[] Named(string name)
    {
        string[] parts = name.Replace('+', '.').Split('.');
        TypeDefinition[] whole = [.. _types.Where(type => Parts(type).SequenceEqual(parts))];
        return whole.Length > 0 ? whole : [.. _types.Where(type => EndsWith(Parts(type), parts))];
    }

    /// <summary>What the call of a model takes; null if it has no <c>forward</c>.</summary>
    public static MethodDefinition? Forward(TypeDefinition type) => TypeNames.Bases(type).Select(TypeNames.Definition).Prepend(type)
        .OfType<TypeDefinition>()
        .TakeWhile(definition => definition.Module.Assembly.Name.Name != "TorchSharp")
        .SelectMany(definition => definition.Methods)
        .Where(method => method is { Name: "forward" or "call", IsStatic: false, IsPublic: true, HasGenericParameters: false })
        .OrderBy(method => method.Name == "forward" ? 0 : 1)
        .FirstOrDefault();

    /// <inheritdoc/>
    public void Dispose()
    {
        _assemblies.ForEach(assembly => assembly.Dispose());
        _resolver.Dispose();
    }

    private static bool EndsWith(string[] own, string[] parts) =>
        own.Length >= parts.Length && own.AsSpan()[^parts.Length..].SequenceEqual(parts);

    private static string Short(TypeDefinition type) => Parts(type)[^1];

    // A generic class is meant by its name alone.
    private static string[] Parts(TypeReference type) => [.. InCode(type).Split('.').Select(part => part.Split('`')[0])];

    private string? Obstacle(TypeDefinition type)
    {
        string name = InCode(type).Split('`')[0];
        if (type.HasGenericParameters)
        {
            return $"{name} has type parameters, and nothing says which types they stand for. Write a subject: `ModelSubject.For(() => new "
                + $"{Short(type)}<…>(…))`.";
        }

        if (type.IsInterface || type.IsValueType || !IsModule(type))
        {
            string what = type.IsInterface ? "an interface" : type.IsEnum ? "an enum" : type.IsValueType ? "a structure"
                : $"a class that derives from {(type.BaseType is null ? "nothing" : TypeNames.InCode(type.BaseType))}";
            return $"{name} is no torch.nn.Module but {what}. A model that is made of several modules, or by a function, is what a subject "
                + "is for.";
        }

        if (type.IsAbstract)
        {
            string[] derived =
            [
                .. _types.Where(other => !other.IsAbstract && TypeNames.Bases(other).Any(ancestor => ancestor.FullName == type.FullName))
                    .Select(InCode),
            ];
            return derived.Length == 0
                ? $"{name} is abstract. No class of the program derives from it."
                : $"{name} is abstract. Name a class that derives from it: {string.Join(", ", derived.Take(MostNamed))}.";
        }

        return Hidden(type) is { } hidden
            ? $"{InCode(hidden)} is private or protected, so that no code of the project outside of it could build the model. Make it "
                + "internal."
            : null;
    }

    private static TypeDefinition? Hidden(TypeDefinition? type) => type is null ? null
        : type is { IsNestedPrivate: true } or { IsNestedFamily: true } or { IsNestedFamilyAndAssembly: true } ? type
        : Hidden(type.DeclaringType);
}
