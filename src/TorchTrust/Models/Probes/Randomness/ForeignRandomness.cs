using System.Reflection;
using System.Runtime.CompilerServices;
using TorchTrust.Probes;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Reads in the compiled code of a subject's own types what no seed of torch governs: <c>System.Random</c>, clocks, new
/// identifiers, static counters. It proves nothing by itself; where two runs have differed, it names who may have done it.
/// </summary>
internal sealed class ForeignRandomness
{
    private const int MostMethods = 2_000;

    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly HashSet<MethodBase> _seen = [];
    private readonly Queue<(MethodBase Method, string Entry)> _open = new();
    private readonly List<string> _found = [];

    private ForeignRandomness()
    {
    }

    /// <summary>What the constructors of an instance use, in words such as <c>Net's constructor draws from Random.Shared</c>.</summary>
    public static IReadOnlyList<string> InConstructors(object model) => Read(model, method => method is ConstructorInfo);

    /// <summary>What the methods of an instance use, constructors apart.</summary>
    public static IReadOnlyList<string> InMethods(object model) => Read(model, method => method is MethodInfo);

    /// <summary>The causes in words that follow a comma; a general word where none was found.</summary>
    public static string Describe(IReadOnlyList<string> causes) => causes.Count > 0
        ? string.Join(", ", causes)
        : "System.Random, time, threads or static fields do";

    private static IReadOnlyList<string> Read(object model, Func<MethodBase, bool> isEntry)
    {
        var reader = new ForeignRandomness();
        foreach (Type type in TypesOf(model))
        {
            foreach (MethodBase method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)).Where(isEntry))
            {
                reader._open.Enqueue((method, NameOf(method)));
            }
        }

        while (reader._open.TryDequeue(out (MethodBase Method, string Entry) next) && reader._seen.Count < MostMethods)
        {
            if (reader._seen.Add(next.Method))
            {
                reader.ReadBody(next.Method, next.Entry);
            }
        }

        return [.. reader._found.Distinct()];
    }

    /// <summary>The user's own types that the instance is made of, with those that they derive from; lambdas are found where they are made.</summary>
    private static IEnumerable<Type> TypesOf(object model) => ModelSession.ModulesOf(model).Select(entry => entry.Module.GetType())
        .Concat(ObjectGraph.Explore(model).Holders.Select(holder => holder.GetType()))
        .SelectMany(Bases).Where(type => IsUsers(type) && !type.IsDefined(typeof(CompilerGeneratedAttribute))).Distinct();

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            yield return at;
        }
    }

    /// <summary>Types of the runtime, of TorchSharp and of this library are nobody's forward.</summary>
    private static bool IsUsers(Type type) =>
        ObjectGraph.IsUserType(type) && !type.IsArray && type.Assembly != typeof(object).Assembly && type.Assembly != typeof(ForeignRandomness).Assembly;

    private static string NameOf(MethodBase method) => method is ConstructorInfo
        ? $"the constructor of {method.DeclaringType!.Name.Split('`', 2)[0]}"
        : $"{method.DeclaringType!.Name.Split('`', 2)[0]}.{method.Name}";

    private void ReadBody(MethodBase method, string entry)
    {
        foreach (MemberInfo member in MethodReferences.Of(method))
        {
            if (Cause(member) is { } cause)
            {
                _found.Add($"{entry} {cause}");
            }
            else if (member is MethodBase { DeclaringType: { } type } called && IsUsers(type))
            {
                _open.Enqueue((called, entry));
            }
        }
    }

    private static string? Cause(MemberInfo member) => (member.DeclaringType?.FullName, member.Name) switch
    {
        ("System.Random", "get_Shared") => "draws from Random.Shared",
        ("System.Random", ".ctor") when ((ConstructorInfo)member).GetParameters().Length == 0 => "makes a System.Random without a seed",
        ("System.Random", _) when member is MethodInfo { IsStatic: false } => "draws from a System.Random",
        ("System.Guid", "NewGuid" or "CreateVersion7") => "makes a new Guid",
        ("System.DateTime" or "System.DateTimeOffset", "get_Now" or "get_UtcNow" or "get_Today") => $"reads the clock ({member.DeclaringType!.Name}.{member.Name[4..]})",
        ("System.Diagnostics.Stopwatch", _) => "reads a Stopwatch",
        ("System.Environment", "get_TickCount" or "get_TickCount64") => "reads the clock (Environment.TickCount)",
        ("System.Security.Cryptography.RandomNumberGenerator", _) => "draws from RandomNumberGenerator",
        _ when member is FieldInfo { IsStatic: true, IsInitOnly: false } field && IsUsers(field.DeclaringType!)
            && !field.IsDefined(typeof(CompilerGeneratedAttribute)) && !field.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute)) =>
            $"changes the static field {field.DeclaringType!.Name}.{field.Name}",
        _ => null,
    };
}
