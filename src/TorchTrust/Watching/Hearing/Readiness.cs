using System.Reflection;
using System.Runtime.CompilerServices;

namespace TorchTrust.Watching.Hearing;

/// <summary>
/// Compiles what watching runs, on a thread of its own while the program reads its data: the first step must not wait for it.
/// </summary>
internal static class Readiness
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Compiles.</summary>
    public static void Prepare()
    {
        string space = typeof(Watcher).Namespace!;
        IEnumerable<Type> types = typeof(Watcher).Assembly.GetTypes().Where(type => type.FullName is { } name
            && (name.StartsWith(space, StringComparison.Ordinal)
            || name.StartsWith(typeof(WovenCall).FullName!, StringComparison.Ordinal)));
        foreach (Type type in types.Where(type => !type.ContainsGenericParameters))
        {
            foreach (MethodBase method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters
                    && method.MethodImplementationFlags.HasFlag(MethodImplAttributes.Runtime) is false)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }
}
