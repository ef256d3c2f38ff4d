using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using TorchTrust.Probes;

namespace TorchTrust.Weaving;

/// <summary>Rewrites the calls in the methods of an assembly.</summary>
/// <param name="module">The assembly.</param>
/// <param name="shims">Its shims.</param>
internal sealed class MethodWeaver(ModuleDefinition module, ShimFactory shims)
{
    private readonly MemberMatcher _matcher = new(module);
    private readonly List<CallPlace> _places = [CallPlace.Unknown];

    /// <summary>The places of all calls so far; the first is the unknown one.</summary>
    public IReadOnlyList<CallPlace> Places => _places;

    /// <summary>How many calls go through shims.</summary>
    public int Calls { get; private set; }

    /// <summary>What no shim reaches.</summary>
    public Unreached Unreached { get; } = new();

    /// <summary>Rewrites a method.</summary>
    public void Weave(MethodDefinition method)
    {
        (Instruction Instruction, ShimTarget Target)[] sites = [.. method.Body.Instructions.Select(
            instruction => (instruction, Target(instruction, method)))
            .Where(site => site.Item2 is not null).Select(site => (site.instruction, site.Item2!))];
        if (sites.Length == 0)
        {
            return;
        }

        MethodBody body = method.Body;
        (int Offset, SequencePoint Point)[] lines = method.DebugInformation.HasSequencePoints
            ? [.. method.DebugInformation.SequencePoints.Where(point => !point.IsHidden).Select(point => (point.Offset, point))
                .OrderBy(line => line.Offset)]
            : [];
        CallPlace[] places = [.. sites.Select(site => Place(method, lines, site.Instruction.Offset))];
        body.SimplifyMacros();
        ILProcessor il = body.GetILProcessor();
        for (int i = 0; i < sites.Length; i++)
        {
            (Instruction instruction, ShimTarget target) = sites[i];
            if (instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn)
            {
                PointToShim(instruction, target);
                Calls++;
                continue;
            }

            // A jump to the call must load the place, too: the call's own instruction becomes the load.
            var call = (MethodReference)instruction.Operand;
            MethodReference shim = RemovePrefixes(instruction) is { } constrained
                ? shims.ForConstrained(target, call, constrained)
                : shims.For(target, call);
            instruction.OpCode = OpCodes.Ldc_I4;
            instruction.Operand = _places.Count;
            il.InsertAfter(instruction, il.Create(OpCodes.Call, shim));
            _places.Add(places[i]);
            Calls++;
        }

        body.OptimizeMacros();
    }

    /// <summary>The member that an instruction calls by a shim; null to leave it as it is.</summary>
    private ShimTarget? Target(Instruction instruction, MethodDefinition caller)
    {
        if (instruction.Operand is not MethodReference reference)
        {
            return null;
        }

        Code code = instruction.OpCode.Code;
        if (code is Code.Call or Code.Callvirt)
        {
            Unreached.Look(reference);
        }

        if (code is not (Code.Call or Code.Callvirt or Code.Newobj or Code.Ldftn or Code.Ldvirtftn or Code.Ldtoken)
            || _matcher.Find(reference) is not { } target)
        {
            return null;
        }

        switch (code)
        {
            case Code.Ldtoken:
                Unreached.ExpressionTree();
                return null;
            case Code.Call when target.Definition.HasThis && (target.Definition.IsVirtual || target.IsConstructor):
                // base.forward(x), or the constructor of a base class: it must reach that very class.
                return null;
            case Code.Callvirt when target.Definition.DeclaringType.IsInterface && Constraint(instruction) is not null:
                // The type may be one of values, which a box would copy.
                Unreached.Constrained();
                return null;
            case Code.Ldvirtftn when instruction.Previous?.OpCode.Code != Code.Dup:
            case Code.Ldftn when target.Definition.IsVirtual || target.IsConstructor:
                Unreached.Delegate();
                return null;
            default:
                if (IsVisible(target))
                {
                    return target;
                }

                Unreached.Inaccessible();
                return null;
        }
    }

    /// <summary>
    /// <c>dup; ldvirtftn forward</c> takes the method of the object's own class; the shim is static, and closed over the object.
    /// </summary>
    private void PointToShim(Instruction instruction, ShimTarget target)
    {
        MethodReference shim = shims.ForDelegate(target, (MethodReference)instruction.Operand);
        if (instruction.OpCode.Code == Code.Ldvirtftn)
        {
            Vanish(instruction.Previous);
        }

        instruction.OpCode = OpCodes.Ldftn;
        instruction.Operand = shim;
    }

    /// <summary>
    /// Takes the prefixes of a call away. The shim is called before its result is returned, so the call is no longer the last
    /// thing (<c>tail.</c>); and a shim is no virtual member (<c>constrained.</c>).
    /// </summary>
    /// <returns>The type parameter on which the member is called; null if it is called on an object.</returns>
    private static TypeReference? RemovePrefixes(Instruction call)
    {
        TypeReference? constrained = Constraint(call);
        foreach (Instruction prefix in Prefixes(call).ToList())
        {
            Vanish(prefix);
        }

        return constrained;
    }

    private static TypeReference? Constraint(Instruction call) =>
        (TypeReference?)Prefixes(call).FirstOrDefault(prefix => prefix.OpCode.Code == Code.Constrained)?.Operand;

    private static IEnumerable<Instruction> Prefixes(Instruction call)
    {
        for (Instruction? before = call.Previous; before?.OpCode.OpCodeType == OpCodeType.Prefix; before = before.Previous)
        {
            yield return before;
        }
    }

    /// <summary>Left in place, since something may jump there.</summary>
    private static void Vanish(Instruction instruction)
    {
        instruction.OpCode = OpCodes.Nop;
        instruction.Operand = null;
    }

    /// <summary>Whether the class of shims may name the class that declares the member.</summary>
    private static bool IsVisible(ShimTarget target)
    {
        for (TypeDefinition? type = target.Definition.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (type.IsNestedPrivate || type.IsNestedFamily || type.IsNestedFamilyAndAssembly)
            {
                return false;
            }
        }

        return target.Definition.IsPublic || target.Definition.IsAssembly || target.Definition.IsFamilyOrAssembly;
    }

    private static CallPlace Place(MethodDefinition method, (int Offset, SequencePoint Point)[] lines, int offset)
    {
        SequencePoint? point = lines.LastOrDefault(line => line.Offset <= offset).Point ?? lines.FirstOrDefault().Point;
        return new CallPlace(MethodNames.Of(method), point?.Document.Url, point?.StartLine ?? 0);
    }
}
