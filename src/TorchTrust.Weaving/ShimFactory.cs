using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using TorchTrust.Probes;

namespace TorchTrust.Weaving;

/// <summary>
/// Makes the shims of an assembly, one for each overload that it calls: a static method with the object first, the arguments
/// as they were, and the number of the place last. It calls the member as it is while nobody watches its kind; else it lets
/// <c>WovenCall</c> decide how often, with what, and what comes of it.
/// </summary>
internal sealed class ShimFactory
{
    private const MethodAttributes Static = MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig;

    private const TypeAttributes StaticClass = TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed
        | TypeAttributes.BeforeFieldInit | TypeAttributes.Class;

    private readonly ModuleDefinition _module;
    private readonly CoreReferences _core;
    private readonly TypeDefinition _class;
    private readonly FieldDefinition _assembly;
    private readonly Dictionary<string, Shim> _shims = [];
    private readonly List<WovenMember> _members = [];

    /// <summary>Takes the assembly, which gets a class of shims.</summary>
    public ShimFactory(ModuleDefinition module)
    {
        _module = module;
        _core = new CoreReferences(module);
        _class = new TypeDefinition("", "<TorchTrust>", StaticClass, module.TypeSystem.Object);
        _class.CustomAttributes.Add(new CustomAttribute(_core.StackTraceHidden));
        _class.CustomAttributes.Add(new CustomAttribute(_core.CompilerGenerated));
        _assembly = new FieldDefinition("Assembly", FieldAttributes.Assembly | FieldAttributes.Static | FieldAttributes.InitOnly, _core.WovenAssembly);
        _class.Fields.Add(_assembly);
    }

    /// <summary>The shim that a call is to call instead.</summary>
    /// <param name="target">The member.</param>
    /// <param name="call">The reference of the call, which says with what generic arguments.</param>
    public MethodReference For(ShimTarget target, MethodReference call) => Closed(Shim(target).Method, target, call);

    /// <summary>The same as a delegate points to it: without a place, under the name of the member.</summary>
    public MethodReference ForDelegate(ShimTarget target, MethodReference call)
    {
        Shim shim = Shim(target);
        shim.Delegate ??= MakeDelegate(shim, target);
        return Closed(shim.Delegate, target, call);
    }

    /// <summary>The same for a call on a type parameter, whose object comes by reference.</summary>
    /// <param name="target">The member.</param>
    /// <param name="call">The reference of the call.</param>
    /// <param name="constrained">The type parameter.</param>
    public MethodReference ForConstrained(ShimTarget target, MethodReference call, TypeReference constrained)
    {
        Shim shim = Shim(target);
        shim.Constrained ??= MakeConstrained(shim);
        return Closed(shim.Constrained, target, call, constrained);
    }

    /// <summary>Puts the class and the index into the assembly.</summary>
    public void Complete(IReadOnlyList<CallPlace> places)
    {
        // Also where there is nothing to weave: the index says that the assembly has been looked at.
        _module.Types.Add(_class);
        _class.Methods.Add(Initializer());
        _module.Resources.Add(new EmbeddedResource(WovenIndex.ResourceName, ManifestResourceAttributes.Private, new WovenIndex(_members, places).Write()));
    }

    private Shim Shim(ShimTarget target)
    {
        string key = target.Reference.GetElementMethod().FullName + (target.Reference.DeclaringType is GenericInstanceType instance ? instance.ElementType.FullName : "");
        if (target.Reference.DeclaringType is GenericInstanceType closed)
        {
            // The element method is named by the closed class; the shim serves all closings.
            key = $"{closed.ElementType.FullName}::{target.Definition.FullName}";
        }

        if (!_shims.TryGetValue(key, out Shim? shim))
        {
            _shims[key] = shim = new Shim(Make(target));
        }

        return shim;
    }

    private MethodDefinition Make(ShimTarget target)
    {
        MethodReference element = target.Reference.GetElementMethod();
        var shim = new MethodDefinition($"{target.Definition.Name.TrimStart('.')}|{_members.Count}", Static, _module.TypeSystem.Void);
        Func<GenericParameter, TypeReference> replace = AddGenericParameters(shim, target, element);
        MethodReference called = Called(shim, target, element);
        shim.ReturnType = target.IsConstructor ? called.DeclaringType : GenericTypes.Replace(element.ReturnType, replace);
        if (GenericTypes.Bare(shim.ReturnType) != shim.ReturnType)
        {
            shim.ReturnType = GenericTypes.Bare(shim.ReturnType);
        }

        var names = new List<string>();
        if (element.HasThis && !target.IsConstructor)
        {
            shim.Parameters.Add(new ParameterDefinition("this", ParameterAttributes.None, called.DeclaringType));
            names.Add(WovenMember.This);
        }

        for (int i = 0; i < element.Parameters.Count; i++)
        {
            string name = target.Definition.Parameters[i].Name;
            shim.Parameters.Add(new ParameterDefinition(name, ParameterAttributes.None, GenericTypes.Replace(element.Parameters[i].ParameterType, replace)));
            names.Add(name);
        }

        shim.Parameters.Add(new ParameterDefinition("place", ParameterAttributes.None, _module.TypeSystem.Int32));
        Emit(shim, target, called, _members.Count);
        string type = target.Definition.DeclaringType.FullName["TorchSharp.".Length..].Replace('/', '.');
        _members.Add(new WovenMember(
            target.Kind,
            target.LeftOut,
            target.Definition.DeclaringType.FullName.StartsWith("TorchSharp.", StringComparison.Ordinal) ? type : target.Definition.DeclaringType.FullName.Replace('/', '.'),
            target.Definition.Name,
            names));
        _class.Methods.Add(shim);
        return shim;
    }

    /// <summary>The generic parameters of the class and then those of the member are those of the shim.</summary>
    private Func<GenericParameter, TypeReference> AddGenericParameters(MethodDefinition shim, ShimTarget target, MethodReference element)
    {
        int ofClass = target.Reference.DeclaringType is GenericInstanceType instance ? instance.GenericArguments.Count : 0;
        IEnumerable<GenericParameter> wanted = target.Definition.DeclaringType.GenericParameters.Take(ofClass)
            .Concat(target.Definition.GenericParameters);
        GenericParameter Mine(GenericParameter parameter) =>
            shim.GenericParameters[parameter.Type == GenericParameterType.Type ? parameter.Position : ofClass + parameter.Position];
        foreach (GenericParameter parameter in wanted)
        {
            // Variance is for interfaces and delegates alone; what the class demands of its arguments the shim must demand, too.
            shim.GenericParameters.Add(new GenericParameter(parameter.Name, shim)
            {
                Attributes = parameter.Attributes & ~GenericParameterAttributes.VarianceMask,
            });
        }

        foreach ((GenericParameter source, GenericParameter copy) in wanted.Zip(shim.GenericParameters))
        {
            foreach (GenericParameterConstraint constraint in source.Constraints)
            {
                copy.Constraints.Add(new GenericParameterConstraint(GenericTypes.Replace(Import(constraint.ConstraintType), Mine)));
            }
        }

        return Mine;
    }

    private TypeReference Import(TypeReference type)
    {
        switch (type)
        {
            case GenericParameter:
                return type;
            case GenericInstanceType instance:
                var closed = new GenericInstanceType(_module.ImportReference(instance.ElementType));
                foreach (TypeReference argument in instance.GenericArguments)
                {
                    closed.GenericArguments.Add(Import(argument));
                }

                return closed;
            default:
                return _module.ImportReference(GenericTypes.Bare(type));
        }
    }

    /// <summary>The member as the shim calls it: closed over the shim's own generic parameters.</summary>
    private static MethodReference Called(MethodDefinition shim, ShimTarget target, MethodReference element)
    {
        TypeReference declaring = element.DeclaringType;
        int ofClass = 0;
        if (target.Reference.DeclaringType is GenericInstanceType instance)
        {
            ofClass = instance.GenericArguments.Count;
            var closed = new GenericInstanceType(instance.ElementType);
            foreach (GenericParameter parameter in shim.GenericParameters.Take(ofClass))
            {
                closed.GenericArguments.Add(parameter);
            }

            declaring = closed;
        }

        var called = new MethodReference(element.Name, element.ReturnType, declaring)
        {
            HasThis = element.HasThis,
            ExplicitThis = element.ExplicitThis,
            CallingConvention = element.CallingConvention,
        };
        foreach (ParameterDefinition parameter in element.Parameters)
        {
            called.Parameters.Add(new ParameterDefinition(parameter.ParameterType));
        }

        if (element.GenericParameters.Count == 0)
        {
            return called;
        }

        foreach (GenericParameter parameter in element.GenericParameters)
        {
            called.GenericParameters.Add(new GenericParameter(parameter.Name, called));
        }

        var method = new GenericInstanceMethod(called);
        foreach (GenericParameter parameter in shim.GenericParameters.Skip(ofClass))
        {
            method.GenericArguments.Add(parameter);
        }

        return method;
    }

    private void Emit(MethodDefinition shim, ShimTarget target, MethodReference called, int member)
    {
        ILProcessor il = shim.Body.GetILProcessor();
        OpCode call = target.IsConstructor ? OpCodes.Newobj : called.HasThis ? OpCodes.Callvirt : OpCodes.Call;
        int count = shim.Parameters.Count - 1;
        bool hasResult = shim.ReturnType.MetadataType != MetadataType.Void;
        bool canBox = hasResult && GenericTypes.CanBox(shim.ReturnType);
        Instruction slow = il.Create(OpCodes.Ldsfld, _assembly);
        il.Emit(OpCodes.Ldc_I4, (int)target.Kind);
        il.Emit(OpCodes.Call, _core.IsWatched);
        il.Emit(OpCodes.Brtrue, slow);
        for (int i = 0; i < count; i++)
        {
            il.Emit(OpCodes.Ldarg, shim.Parameters[i]);
        }

        il.Emit(call, called);
        il.Emit(OpCodes.Ret);

        shim.Body.InitLocals = true;
        var watched = new VariableDefinition(_core.WovenCall);
        shim.Body.Variables.Add(watched);
        VariableDefinition? result = hasResult ? new VariableDefinition(shim.ReturnType) : null;
        if (result is not null)
        {
            shim.Body.Variables.Add(result);
        }

        il.Append(slow);
        il.Emit(OpCodes.Ldc_I4, member);
        il.Emit(OpCodes.Ldarg, shim.Parameters[count]);
        il.Emit(OpCodes.Ldc_I4, count);
        il.Emit(OpCodes.Newarr, _module.TypeSystem.Object);
        for (int i = 0; i < count; i++)
        {
            if (GenericTypes.CanBox(shim.Parameters[i].ParameterType))
            {
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.Ldc_I4, i);
                il.Emit(OpCodes.Ldarg, shim.Parameters[i]);
                il.Emit(OpCodes.Box, GenericTypes.Bare(shim.Parameters[i].ParameterType));
                il.Emit(OpCodes.Stelem_Ref);
            }
        }

        il.Emit(OpCodes.Call, _core.Begin);
        il.Emit(OpCodes.Stloc, watched);

        Instruction again = il.Create(OpCodes.Ldloc, watched);
        Instruction done = il.Create(OpCodes.Nop);
        Instruction end = il.Create(OpCodes.Ldloc, watched);
        Instruction after = result is null ? il.Create(OpCodes.Ret) : il.Create(OpCodes.Ldloc, result);
        il.Append(again);
        il.Emit(OpCodes.Callvirt, _core.Again);
        il.Emit(OpCodes.Brfalse, done);
        for (int i = 0; i < count; i++)
        {
            TypeReference type = shim.Parameters[i].ParameterType;
            if (GenericTypes.CanBox(type))
            {
                il.Emit(OpCodes.Ldloc, watched);
                il.Emit(OpCodes.Callvirt, _core.Arguments);
                il.Emit(OpCodes.Ldc_I4, i);
                il.Emit(OpCodes.Ldelem_Ref);
                il.Emit(OpCodes.Unbox_Any, GenericTypes.Bare(type));
            }
            else
            {
                il.Emit(OpCodes.Ldarg, shim.Parameters[i]);
            }
        }

        il.Emit(call, called);
        if (result is not null)
        {
            il.Emit(OpCodes.Stloc, result);
        }

        il.Emit(OpCodes.Ldloc, watched);
        if (canBox)
        {
            il.Emit(OpCodes.Ldloc, result);
            il.Emit(OpCodes.Box, shim.ReturnType);
            il.Emit(OpCodes.Callvirt, _core.Returned);
        }
        else
        {
            il.Emit(OpCodes.Callvirt, _core.ReturnedNothing);
        }

        il.Emit(OpCodes.Br, again);
        il.Append(done);
        Instruction leave = il.Create(OpCodes.Leave, after);
        if (canBox)
        {
            il.Emit(OpCodes.Ldloc, watched);
            il.Emit(OpCodes.Callvirt, _core.HasResult);
            il.Emit(OpCodes.Brfalse, leave);
            il.Emit(OpCodes.Ldloc, watched);
            il.Emit(OpCodes.Callvirt, _core.Result);
            il.Emit(OpCodes.Unbox_Any, shim.ReturnType);
            il.Emit(OpCodes.Stloc, result);
        }

        il.Append(leave);
        il.Append(end);
        il.Emit(OpCodes.Callvirt, _core.End);
        il.Emit(OpCodes.Endfinally);
        il.Append(after);
        if (result is not null)
        {
            il.Emit(OpCodes.Ret);
        }

        shim.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = again,
            TryEnd = end,
            HandlerStart = end,
            HandlerEnd = after,
        });
        shim.Body.OptimizeMacros();
    }

    /// <summary>A delegate's method has the name of the member, so it stands in a class of its own.</summary>
    private MethodDefinition MakeDelegate(Shim shim, ShimTarget target)
    {
        var holder = new TypeDefinition("", $"Delegate{_class.NestedTypes.Count}", StaticClass & ~TypeAttributes.VisibilityMask | TypeAttributes.NestedAssembly, _module.TypeSystem.Object);
        _class.NestedTypes.Add(holder);
        holder.CustomAttributes.Add(new CustomAttribute(_core.StackTraceHidden));
        holder.CustomAttributes.Add(new CustomAttribute(_core.CompilerGenerated));
        MethodDefinition method = ShimForms.OfDelegate(shim.Method, target.Definition.Name);
        holder.Methods.Add(method);
        return method;
    }

    private MethodDefinition MakeConstrained(Shim shim)
    {
        MethodDefinition method = ShimForms.OfConstrained(shim.Method, $"{shim.Method.Name}|constrained");
        _class.Methods.Add(method);
        return method;
    }

    private static MethodReference Closed(MethodDefinition shim, ShimTarget target, MethodReference call, params TypeReference[] first)
    {
        if (!shim.HasGenericParameters)
        {
            return shim;
        }

        var closed = new GenericInstanceMethod(shim);
        IEnumerable<TypeReference> arguments = (target.Reference.DeclaringType as GenericInstanceType)?.GenericArguments ?? [];
        foreach (TypeReference argument in first.Concat(arguments).Concat((call as GenericInstanceMethod)?.GenericArguments ?? []))
        {
            closed.GenericArguments.Add(argument);
        }

        return closed;
    }

    private MethodDefinition Initializer()
    {
        var initializer = new MethodDefinition(
            ".cctor",
            MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
            _module.TypeSystem.Void);
        ILProcessor il = initializer.Body.GetILProcessor();
        il.Emit(OpCodes.Ldtoken, _class);
        il.Emit(OpCodes.Call, _core.TypeFromHandle);
        il.Emit(OpCodes.Call, _core.Of);
        il.Emit(OpCodes.Stsfld, _assembly);
        il.Emit(OpCodes.Ret);
        return initializer;
    }
}
