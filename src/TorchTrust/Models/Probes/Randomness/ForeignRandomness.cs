using System.Reflection;
using System.Runtime.CompilerServices;
using TorchTrust.Probes;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Reads in the compiled code of a subject's own types what no seed of torch governs: <c>System.Random</c>, clocks, new
/// identifiers, static counters. It proves nothing by itself; where two runs have differed, it names who may have done it.
/// </summary>
internal static class ForeignRandomness
{
    /// <summary>What the constructors of an instance use, in words such as <c>Net's constructor draws from Random.Shared</c>.</summary>
    public static IReadOnlyList<string> InConstructors(object model) => Read(model, method => method is ConstructorInfo);

    /// <summary>What the methods of an instance use, constructors apart.</summary>
    public static IReadOnlyList<string> InMethods(object model) => Read(model, method => method is MethodInfo);

    /// <summary>The causes in words that follow a comma; a general word where none was found.</summary>
    public static string Describe(IReadOnlyList<string> causes) => causes.Count > 0
        ? string.Join(", ", causes)
        : "System.Random, time, threads or static fields do";

    private static IReadOnlyList<string> Read(object model, Func<MethodBase, bool> isEntry) =>
    [
        .. ReachableCode.From(UserCode.Of(model).Where(isEntry).Select(method => (method, NameOf(method))), UserCode.IsUsers)
            .Select(reached => (reached.Entry, Cause: Cause(reached.Member))).Where(found => found.Cause is not null)
            .Select(found => $"{found.Entry} {found.Cause}").Distinct(),
    ];

    private static string NameOf(MethodBase method) => method is ConstructorInfo
        ? $"the constructor of {method.DeclaringType!.Name.Split('`', 2)[0]}"
        : $"{method.DeclaringType!.Name.Split('`', 2)[0]}.{method.Name}";

    private static string? Cause(MemberInfo member) => (member.DeclaringType?.FullName, member.Name) switch
    {
        ("System.Random", "get_Shared") => "draws from Random.Shared",
        ("System.Random", ".ctor") when ((ConstructorInfo)member).GetParameters().Length == 0 => "makes a System.Random without a seed",
        ("System.Random", _) when member is MethodInfo { IsStatic: false } => "draws from a System.Random",
        ("System.Guid", "NewGuid" or "CreateVersion7") => "makes a new Guid",
        ("System.DateTime" or "System.DateTimeOffset", "get_Now" or "get_UtcNow" or "get_Today") =>
            $"reads the clock ({member.DeclaringType!.Name}.{member.Name[4..]})",
        ("System.Diagnostics.Stopwatch", _) => "reads a Stopwatch",
        ("System.Environment", "get_TickCount" or "get_TickCount64") => "reads the clock (Environment.TickCount)",
        ("System.Security.Cryptography.RandomNumberGenerator", _) => "draws from RandomNumberGenerator",
        _ when member is FieldInfo { IsStatic: true, IsInitOnly: false } field && UserCode.IsUsers(field.DeclaringType!)
            && !field.IsDefined(typeof(CompilerGeneratedAttribute))
            && !field.DeclaringType!.IsDefined(typeof(CompilerGeneratedAttribute)) =>
            $"changes the static field {field.DeclaringType!.Name}.{field.Name}",
        _ => null,
    };
}
