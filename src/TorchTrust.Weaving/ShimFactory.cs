using Mono.Cecil;
using Mono.Cecil.Cil;
using TorchTrust.Probes;

namespace TorchTrust.Weaving;

/// <summary>
/// Makes the shims of an assembly, one for each overload that it calls: a static method with the object first, the arguments
/// as they were, and the number of the place last. What it does is its <see cref="ShimBody"/>.
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
        _assembly = new FieldDefinition(
            "Assembly", FieldAttributes.Assembly | FieldAttributes.Static | FieldAttributes.InitOnly, _core.WovenAssembly);
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
        _module.Resources.Add(
            new EmbeddedResource(WovenIndex.ResourceName, ManifestResourceAttributes.Private, new WovenIndex(_members, places).Write()));
    }

    private Shim Shim(ShimTarget target)
    {
        string key = target.Reference.GetElementMethod().FullName
            + (target.Reference.DeclaringType is GenericInstanceType instance ? instance.ElementType.FullName : "");
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
        Func<GenericParameter, TypeReference> replace = ShimGenerics.Add(_module, shim, target);
        MethodReference called = ShimGenerics.Called(shim, target);
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
            shim.Parameters.Add(new ParameterDefinition(
                name, ParameterAttributes.None, GenericTypes.Replace(element.Parameters[i].ParameterType, replace)));
            names.Add(name);
        }

        shim.Parameters.Add(new ParameterDefinition("place", ParameterAttributes.None, _module.TypeSystem.Int32));
        new ShimBody(shim, called, _core, _module.TypeSystem).Write(target, _assembly, _members.Count);
        string type = target.Definition.DeclaringType.FullName["TorchSharp.".Length..].Replace('/', '.');
        _members.Add(new WovenMember(
            target.Kind,
            target.LeftOut,
            target.Definition.DeclaringType.FullName.StartsWith("TorchSharp.", StringComparison.Ordinal)
                ? type
                : target.Definition.DeclaringType.FullName.Replace('/', '.'),
            target.Definition.Name,
            names));
        _class.Methods.Add(shim);
        return shim;
    }

    /// <summary>A delegate's method has the name of the member, so it stands in a class of its own.</summary>
    private MethodDefinition MakeDelegate(Shim shim, ShimTarget target)
    {
        var holder = new TypeDefinition(
            "",
            $"Delegate{_class.NestedTypes.Count}",
            StaticClass & ~TypeAttributes.VisibilityMask | TypeAttributes.NestedAssembly,
            _module.TypeSystem.Object);
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
            MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.HideBySig | MethodAttributes.SpecialName
                | MethodAttributes.RTSpecialName,
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
