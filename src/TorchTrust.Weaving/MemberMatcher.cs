using Mono.Cecil;
using TorchTrust.Probes;

namespace TorchTrust.Weaving;

/// <summary>Finds the members of the table in the references of an assembly.</summary>
/// <param name="module">The assembly.</param>
internal sealed class MemberMatcher(ModuleDefinition module)
{
    private const string Root = "TorchSharp.";
    private const string ForwardName = "forward";
    private const string ModuleName = Root + "torch/nn/Module";

    private static readonly ILookup<string, ShimRule> _rules = ShimTable.Rules.ToLookup(rule => Root + rule.Type);
    private static readonly HashSet<string> _names = [.. ShimTable.Rules.SelectMany(rule => rule.Names).Where(name => name[^1] != '*')];
    private static readonly string[] _beginnings =
        [.. ShimTable.Rules.SelectMany(rule => rule.Names).Where(name => name[^1] == '*').Select(name => name[..^1])];

    private readonly Dictionary<string, ShimTarget?> _known = [];

    /// <summary>The assemblies of TorchSharp, which are not woven.</summary>
    public static IReadOnlyList<string> TorchSharpAssemblies { get; } = ["TorchSharp", "TorchVision", "TorchAudio", "TorchText"];

    /// <summary>The member of the table that a reference names; null if it names none.</summary>
    public ShimTarget? Find(MethodReference reference)
    {
        if (!_names.Contains(reference.Name)
            && !Array.Exists(_beginnings, beginning => reference.Name.StartsWith(beginning, StringComparison.Ordinal)))
        {
            return null;
        }

        if (reference.ContainsGenericParameter)
        {
            // Its name does not say whose parameter it names.
            return Match(reference);
        }

        string key = reference.FullName;
        if (!_known.TryGetValue(key, out ShimTarget? target))
        {
            _known[key] = target = Match(reference);
        }

        return target;
    }

    private ShimTarget? Match(MethodReference reference)
    {
        if (reference.DeclaringType is ArrayType || IsFramework(reference.DeclaringType) || Resolve(reference) is not { } definition
            || definition.DeclaringType.IsValueType)
        {
            return null;
        }

        return IsTorchSharp(definition.DeclaringType)
            ? MatchTorchSharp(reference, definition)
            : definition is { IsVirtual: true, IsNewSlot: false }
                ? MatchOverride(reference, definition)
                : MatchUsersForward(reference, definition);
    }

    private ShimTarget? MatchTorchSharp(MethodReference reference, MethodDefinition definition)
    {
        if (definition.Name == ForwardName)
        {
            return definition.IsVirtual && !definition.IsNewSlot
                ? MatchOverride(reference, definition)
                : MatchRule(definition.DeclaringType, reference, definition);
        }

        for (TypeDefinition? type = definition.DeclaringType; type is not null; type = TryResolve(type.BaseType))
        {
            if (MatchRule(type, reference, definition) is { } target)
            {
                return target;
            }
        }

        return null;
    }

    /// <summary>
    /// An override is reached by the member of TorchSharp that it overrides: the call is virtual either way, and the shim need
    /// not name a class that it might not see.
    /// </summary>
    private ShimTarget? MatchOverride(MethodReference reference, MethodDefinition definition)
    {
        for (TypeReference? type = Parent(reference.DeclaringType); type is not null; type = Parent(type))
        {
            if (TryResolve(type) is not { } resolved)
            {
                return null;
            }

            MethodDefinition? overridden = resolved.Methods.FirstOrDefault(method => method.IsVirtual && method.Name == definition.Name
                && HasSignature(method, type, definition, reference.DeclaringType));
            if (overridden is { IsNewSlot: true } or { IsAbstract: true } && IsTorchSharp(resolved))
            {
                return MatchRule(resolved, Rebased(overridden, type), overridden)
                    ?? MatchTorchSharpBase(resolved, Rebased(overridden, type), overridden);
            }
        }

        return null;
    }

    private static ShimTarget? MatchTorchSharpBase(TypeDefinition type, MethodReference reference, MethodDefinition definition) =>
        definition.Name == ForwardName || TryResolve(type.BaseType) is not { } parent
            ? null
            : MatchRule(parent, reference, definition) ?? MatchTorchSharpBase(parent, reference, definition);

    /// <summary>A class that derives from <c>nn.Module</c> itself has no hooks at all: its <c>forward</c> is the only door.</summary>
    private static ShimTarget? MatchUsersForward(MethodReference reference, MethodDefinition definition)
    {
        if (definition.Name != ForwardName || definition.IsStatic || definition.HasGenericParameters
            || definition.ReturnType.FullName == "System.Void")
        {
            return null;
        }

        for (TypeDefinition? type = definition.DeclaringType; type is not null; type = TryResolve(type.BaseType))
        {
            if (type.BaseType?.FullName == ModuleName)
            {
                return new ShimTarget(CallKind.Forward, LeftOut.Impossible, reference, definition);
            }

            if (IsTorchSharp(type))
            {
                return null;
            }
        }

        return null;
    }

    private static ShimTarget? MatchRule(TypeDefinition type, MethodReference reference, MethodDefinition definition) =>
        _rules[type.FullName].FirstOrDefault(rule => rule.Covers(definition.Name)) is { } rule && Fits(rule, definition)
            ? new ShimTarget(rule.Kind, LeftOutOf(rule, definition), reference, definition)
            : null;

    /// <summary>Calls that run hooks need no shim; constructors of derived classes are called by their own.</summary>
    private static bool Fits(ShimRule rule, MethodDefinition definition) =>
        !(rule.Kind == CallKind.Forward && definition.Name == "call"
            && definition.DeclaringType.FullName.StartsWith($"{ModuleName}`", StringComparison.Ordinal));

    /// <summary>What stands for a result that is the object itself can only do so where it is of that type.</summary>
    private static LeftOut LeftOutOf(ShimRule rule, MethodDefinition definition) => rule.LeftOut != LeftOut.Receiver ? rule.LeftOut
        : definition.ReturnType.FullName == "System.Void" ? LeftOut.Nothing
        : definition.HasThis || definition.Parameters.Count > 0 ? LeftOut.Receiver
        : LeftOut.Impossible;

    private MethodReference Rebased(MethodDefinition definition, TypeReference closed)
    {
        MethodReference imported = module.ImportReference(definition);
        if (closed is not GenericInstanceType instance)
        {
            return imported;
        }

        var declaring = new GenericInstanceType(imported.DeclaringType.GetElementType());
        foreach (TypeReference argument in instance.GenericArguments)
        {
            declaring.GenericArguments.Add(argument);
        }

        imported.DeclaringType = declaring;
        return imported;
    }

    private TypeReference? Parent(TypeReference type)
    {
        try
        {
            return GenericTypes.BaseOf(type) is { } parent ? Import(parent) : null;
        }
        catch (AssemblyResolutionException)
        {
            // A base class of the framework, or of an assembly that is not there: no module of TorchSharp.
            return null;
        }
    }

    /// <summary>A type of another assembly, in words of this one; generic parameters are the caller's and stay.</summary>
    private TypeReference Import(TypeReference type) => type switch
    {
        GenericParameter => type,
        GenericInstanceType instance => Closed(instance),
        ArrayType array => new ArrayType(Import(array.ElementType), array.Rank),
        _ => module.ImportReference(type),
    };

    private GenericInstanceType Closed(GenericInstanceType instance)
    {
        var closed = new GenericInstanceType(module.ImportReference(instance.ElementType));
        foreach (TypeReference argument in instance.GenericArguments)
        {
            closed.GenericArguments.Add(Import(argument));
        }

        return closed;
    }

    private static bool HasSignature(MethodDefinition candidate, TypeReference type, MethodDefinition method, TypeReference owner) =>
        candidate.Parameters.Count == method.Parameters.Count
        && candidate.GenericParameters.Count == method.GenericParameters.Count
        && candidate.Parameters.Zip(method.Parameters)
            .All(pair => NameIn(pair.First.ParameterType, type) == NameIn(pair.Second.ParameterType, owner));

    private static string NameIn(TypeReference type, TypeReference owner) => GenericTypes.Replace(type, parameter =>
        owner is GenericInstanceType instance && parameter.Type == GenericParameterType.Type
            ? instance.GenericArguments[parameter.Position]
            : parameter).FullName;

    private static bool IsFramework(TypeReference type) => type.Scope?.Name is { } scope
        && (scope is "mscorlib" or "netstandard" || scope.StartsWith("System.", StringComparison.Ordinal)
            || scope.StartsWith("Microsoft.", StringComparison.Ordinal));

    private static bool IsTorchSharp(TypeDefinition type) => TorchSharpAssemblies.Contains(type.Module.Assembly.Name.Name);

    private static MethodDefinition? Resolve(MethodReference reference)
    {
        try
        {
            return reference.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            // A member of the framework that bears a name of the table.
            return null;
        }
    }

    private static TypeDefinition? TryResolve(TypeReference? type)
    {
        try
        {
            return type?.Resolve();
        }
        catch (AssemblyResolutionException)
        {
            // A class of the framework, which derives from none of TorchSharp's.
            return null;
        }
    }
}
