using System.Reflection;
using System.Runtime.CompilerServices;
using TorchTrust.Watching.Notebooks;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Watching.Hearing;

/// <summary>
/// Compiles what watching runs, on a thread of its own while the program reads its data: the first step must not wait for it. What runs at
/// every call or step asks to be optimized at once: the runtime would compile it a second and a third time while the program trains, on one
/// of its cores.
/// </summary>
internal static class Readiness
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>What the lines are written with is compiled by the first of them; notebooks ask for theirs themselves.</summary>
    private static readonly string[] _others = [typeof(WatchJson).Namespace!, typeof(WatchHtml).Namespace!];

    /// <summary>What the compiler adds to records, and nothing here asks for.</summary>
    private static readonly HashSet<string> _ofRecords =
    [
        "ToString", "PrintMembers", "Equals", "GetHashCode", "Deconstruct", "<Clone>$", "op_Equality", "op_Inequality",
        "get_EqualityContract",
    ];

    /// <summary>Compiles.</summary>
    public static void Prepare()
    {
        string space = typeof(Watcher).Namespace!;
        IEnumerable<Type> types = typeof(Watcher).Assembly.GetTypes().Where(type => type.FullName is { } name
            && (name.StartsWith(space, StringComparison.Ordinal)
            || name.StartsWith(typeof(WovenCall).FullName!, StringComparison.Ordinal)));
        foreach (Type type in types.Where(type => !type.ContainsGenericParameters && !_others.Contains(type.Namespace)))
        {
            foreach (MethodBase method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            {
                if (!_ofRecords.Contains(method.Name) && !method.IsAbstract && !method.ContainsGenericParameters
                    && method.MethodImplementationFlags.HasFlag(MethodImplAttributes.Runtime) is false)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }
}
