using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace TorchTrust.Weaving;

/// <summary>Makes methods that hand on to a shim, for those who call a member in another form than an ordinary call has.</summary>
internal static class ShimForms
{
    private const MethodAttributes Static = MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig;

    /// <summary>What a delegate points to: without a place, and under the name of the member, which <c>Method.Name</c> tells.</summary>
    /// <param name="shim">The shim.</param>
    /// <param name="name">The name of the member.</param>
    public static MethodDefinition OfDelegate(MethodDefinition shim, string name)
    {
        var method = new MethodDefinition(name, Static, shim.ReturnType);
        MethodReference closed = Close(shim, method);
        ILProcessor il = method.Body.GetILProcessor();
        LoadArguments(il, shim.Parameters.SkipLast(1));
        il.Emit(OpCodes.Ldc_I4_0);
        return Complete(il, closed);
    }

    /// <summary>
    /// What a call on a type parameter calls: the object comes by reference, as the prefix <c>constrained.</c> has it. The
    /// member is that of a class, so what the reference leads to is an object, and boxing gives that very object.
    /// </summary>
    /// <param name="shim">The shim.</param>
    /// <param name="name">The name of the method.</param>
    public static MethodDefinition OfConstrained(MethodDefinition shim, string name)
    {
        var method = new MethodDefinition(name, Static, shim.ReturnType);
        var type = new GenericParameter("TThis", method);
        method.GenericParameters.Add(type);
        MethodReference closed = Close(shim, method);
        var self = new ParameterDefinition(shim.Parameters[0].Name, ParameterAttributes.None, new ByReferenceType(type));
        method.Parameters.Add(self);
        ILProcessor il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg, self);
        il.Emit(OpCodes.Ldobj, type);
        il.Emit(OpCodes.Box, type);
        LoadArguments(il, shim.Parameters.Skip(1));
        return Complete(il, closed);
    }

    /// <summary>Gives a method the shim's generic parameters behind its own, and the shim's result.</summary>
    /// <returns>The shim, closed over them.</returns>
    private static MethodReference Close(MethodDefinition shim, MethodDefinition method)
    {
        GenericParameter[] copies =
            [.. shim.GenericParameters.Select(source => new GenericParameter(source.Name, method) { Attributes = source.Attributes })];
        Array.ForEach(copies, method.GenericParameters.Add);
        foreach ((GenericParameter source, GenericParameter copy) in shim.GenericParameters.Zip(copies))
        {
            foreach (GenericParameterConstraint constraint in source.Constraints)
            {
                copy.Constraints.Add(new GenericParameterConstraint(InWordsOf(method, constraint.ConstraintType)));
            }
        }

        method.ReturnType = InWordsOf(method, shim.ReturnType);
        if (copies.Length == 0)
        {
            return shim;
        }

        var closed = new GenericInstanceMethod(shim);
        Array.ForEach(copies, closed.GenericArguments.Add);
        return closed;
    }

    private static void LoadArguments(ILProcessor il, IEnumerable<ParameterDefinition> parameters)
    {
        MethodDefinition method = il.Body.Method;
        foreach (ParameterDefinition parameter in parameters)
        {
            var copy = new ParameterDefinition(parameter.Name, ParameterAttributes.None, InWordsOf(method, parameter.ParameterType));
            method.Parameters.Add(copy);
            il.Emit(OpCodes.Ldarg, copy);
        }
    }

    /// <summary>A type of the shim: its generic parameters are the last ones of the method.</summary>
    private static TypeReference InWordsOf(MethodDefinition method, TypeReference type) => GenericTypes.Replace(
        type, parameter =>
            method.GenericParameters[method.GenericParameters.Count - parameter.Owner.GenericParameters.Count + parameter.Position]);

    private static MethodDefinition Complete(ILProcessor il, MethodReference shim)
    {
        il.Emit(OpCodes.Call, shim);
        il.Emit(OpCodes.Ret);
        il.Body.OptimizeMacros();
        return il.Body.Method;
    }
}
