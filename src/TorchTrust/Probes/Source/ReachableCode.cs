using System.Reflection;

namespace TorchTrust.Probes;

/// <summary>Follows the compiled code of a user from some methods on, through the user's own methods only.</summary>
internal static class ReachableCode
{
    private const int MostMethods = 2_000;

    /// <summary>What is called, pointed to or written, each with the entry that leads to it.</summary>
    /// <param name="entries">Where to begin, each with a name for it.</param>
    /// <param name="isUsers">Whether the code of a type is the user's own.</param>
    public static IEnumerable<(MemberInfo Member, string Entry)> From(
        IEnumerable<(MethodBase Method, string Entry)> entries, Func<Type, bool> isUsers)
    {
        var seen = new HashSet<MethodBase>();
        var open = new Queue<(MethodBase Method, string Entry)>(entries);
        while (open.TryDequeue(out (MethodBase Method, string Entry) next) && seen.Count < MostMethods)
        {
            if (!seen.Add(next.Method))
            {
                continue;
            }

            foreach (MemberInfo member in MethodReferences.Of(next.Method))
            {
                yield return (member, next.Entry);
                if (member is MethodBase { DeclaringType: { } type } called && isUsers(type))
                {
                    open.Enqueue((called, next.Entry));
                }
            }
        }
    }
}
