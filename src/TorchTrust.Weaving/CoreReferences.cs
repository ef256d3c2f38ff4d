using Mono.Cecil;

namespace TorchTrust.Weaving;

/// <summary>
/// What emitted code names of TorchTrust and of .NET. The weaver does not load TorchTrust: the names are those of its classes
/// <c>WovenCode</c>, <c>WovenCall</c> and <c>WovenAssembly</c>, and a test calls each of them.
/// </summary>
internal sealed class CoreReferences
{
    private const string CoreName = "TorchTrust";

    private readonly ModuleDefinition _module;
    private readonly TypeSystem _types;
    private readonly IMetadataScope _core;

    /// <summary>Names what is needed in an assembly.</summary>
    public CoreReferences(ModuleDefinition module)
    {
        _module = module;
        _types = module.TypeSystem;
        _core = Scope(CoreName, new Version(0, 0, 0, 0));
        IMetadataScope runtime = Scope("System.Runtime", new Version(8, 0, 0, 0));
        TypeReference code = Type(_core, CoreName, "WovenCode");
        WovenCall = Type(_core, CoreName, "WovenCall");
        WovenAssembly = Type(_core, CoreName, "WovenAssembly");
        IsWatched = Method(code, "IsWatched", _types.Boolean, isInstance: false, _types.Int32);
        Begin =
            Method(code, "Begin", WovenCall, isInstance: false, WovenAssembly, _types.Int32, _types.Int32, new ArrayType(_types.Object));
        Of = Method(WovenAssembly, "Of", WovenAssembly, isInstance: false, Type(runtime, "System", "Type"));
        TypeFromHandle = Method(
            Type(runtime, "System", "Type"), "GetTypeFromHandle", Type(runtime, "System", "Type"), isInstance: false, Handle(runtime));
        Again = Method(WovenCall, "Again", _types.Boolean, isInstance: true);
        Arguments = Method(WovenCall, "get_Arguments", new ArrayType(_types.Object), isInstance: true);
        ReturnedNothing = Method(WovenCall, "Returned", _types.Void, isInstance: true);
        Returned = Method(WovenCall, "Returned", _types.Void, isInstance: true, _types.Object);
        HasResult = Method(WovenCall, "get_HasResult", _types.Boolean, isInstance: true);
        Result = Method(WovenCall, "get_Result", _types.Object, isInstance: true);
        End = Method(WovenCall, "End", _types.Void, isInstance: true);
        StackTraceHidden = Method(Type(runtime, "System.Diagnostics", "StackTraceHiddenAttribute"), ".ctor", _types.Void, isInstance: true);
        CompilerGenerated = Method(
            Type(runtime, "System.Runtime.CompilerServices", "CompilerGeneratedAttribute"), ".ctor", _types.Void, isInstance: true);
    }

    public TypeReference WovenCall { get; }

    public TypeReference WovenAssembly { get; }

    public MethodReference IsWatched { get; }

    public MethodReference Begin { get; }

    public MethodReference Of { get; }

    public MethodReference TypeFromHandle { get; }

    public MethodReference Again { get; }

    public MethodReference Arguments { get; }

    public MethodReference ReturnedNothing { get; }

    public MethodReference Returned { get; }

    public MethodReference HasResult { get; }

    public MethodReference Result { get; }

    public MethodReference End { get; }

    public MethodReference StackTraceHidden { get; }

    public MethodReference CompilerGenerated { get; }

    private AssemblyNameReference Scope(string name, Version version)
    {
        AssemblyNameReference? known = _module.AssemblyReferences.FirstOrDefault(reference => reference.Name == name);
        if (known is null)
        {
            known = new AssemblyNameReference(name, version);
            _module.AssemblyReferences.Add(known);
        }

        return known;
    }

    private TypeReference Type(IMetadataScope scope, string space, string name) => new(space, name, _module, scope);

    private TypeReference Handle(IMetadataScope runtime) => new("System", "RuntimeTypeHandle", _module, runtime, valueType: true);

    private static MethodReference Method(
        TypeReference type, string name, TypeReference result, bool isInstance, params TypeReference[] parameters)
    {
        var method = new MethodReference(name, result, type) { HasThis = isInstance };
        foreach (TypeReference parameter in parameters)
        {
            method.Parameters.Add(new ParameterDefinition(parameter));
        }

        return method;
    }
}
