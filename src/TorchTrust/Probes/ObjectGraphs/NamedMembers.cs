using System.Reflection;

namespace TorchTrust.Probes;

/// <summary>Finds the members of the user's code that a path names.</summary>
internal static class NamedMembers
{
    private const string Getter = "get_";

    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The field or property that holds what is at a path, and the class of it. What a layer of the library holds, or a
    /// collection, is named by the member that holds the layer or the collection.
    /// </summary>
    /// <param name="model">The instance.</param>
    /// <param name="path">The path; empty for the instance itself.</param>
    public static IReadOnlyList<MemberInfo> At(object model, string path)
    {
        Dictionary<string, object> values = new() { [""] = model };
        foreach (ObjectGraphNode node in ObjectGraph.Walk(model))
        {
            values.TryAdd(node.Path, node.Value);
        }

        List<MemberInfo> members = [];
        if (values.TryGetValue(path, out object? value) && ObjectGraph.IsUserType(value.GetType()))
        {
            members.Add(value.GetType());
        }

        while (path.Length > 0)
        {
            string holder = ObjectGraph.OwnerOf(path);
            string name = path[(holder.Length == 0 ? 0 : holder.Length + 1)..].Split('[', 2)[0];
            if (values.TryGetValue(holder, out object? owner) && Find(owner.GetType(), name) is { Length: > 0 } found)
            {
                return [.. found, .. members];
            }

            path = holder;
        }

        return members.Count > 0 || !ObjectGraph.IsUserType(model.GetType()) ? members : [model.GetType()];
    }

    /// <summary>
    /// What a user's function is: the method itself and its class, or the member in which a lambda or a local function stands, its class,
    /// and then that itself.
    /// </summary>
    /// <param name="function">The function, or one of ours that has captured it.</param>
    public static IReadOnlyList<MemberInfo> Of(Delegate function)
    {
        Type? around = function.Method.DeclaringType;
        if (around?.Assembly == typeof(NamedMembers).Assembly)
        {
            return CapturedBy(function) is { } captured ? Of(captured) : [];
        }

        while (around is { Name: ['<', ..], DeclaringType: not null })
        {
            around = around.DeclaringType;
        }

        return around is null || !ObjectGraph.IsUserType(around) ? []
            : function.Method.Name is ['<', ..] ? [.. MembersAround(function.Method, around), around, function.Method]
            : [function.Method, around];
    }

    private static Delegate? CapturedBy(Delegate function) => function.Target is { } closure
        ? TensorTree.InstanceFields(closure.GetType()).Select(field => field.GetValue(closure)).OfType<Delegate>().FirstOrDefault()
        : null;

    /// <summary>The members of a class in which the compiler found a lambda or a local function.</summary>
    private static IEnumerable<MemberInfo> MembersAround(MethodInfo method, Type type)
    {
        string name = method.Name[1..Math.Max(1, method.Name.IndexOf('>', StringComparison.Ordinal))];
        return type.GetMember(name.StartsWith(Getter, StringComparison.Ordinal) ? name[Getter.Length..] : name, Own | BindingFlags.Static)
            .Where(member => member is PropertyInfo or MethodInfo);
    }

    private static MemberInfo[] Find(Type owner, string name) => !ObjectGraph.IsUserType(owner) ? [] :
    [
        .. ObjectGraph.UserFields(owner).Where(field => TensorTree.MemberName(field) == name)
            .SelectMany(field => new[] { field.DeclaringType!.GetProperty(name, Own), (MemberInfo)field }.OfType<MemberInfo>())
            .DistinctBy(member => (member.MemberType, member.Name)),
    ];
}
