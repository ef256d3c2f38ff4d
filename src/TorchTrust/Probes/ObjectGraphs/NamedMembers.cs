using System.Reflection;

namespace TorchTrust.Probes;

/// <summary>Finds the members of the user's code that a path names.</summary>
internal static class NamedMembers
{
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

    private static MemberInfo[] Find(Type owner, string name) => !ObjectGraph.IsUserType(owner) ? [] :
    [
        .. ObjectGraph.UserFields(owner).Where(field => TensorTree.MemberName(field) == name)
            .SelectMany(field => new[] { field.DeclaringType!.GetProperty(name, Own), (MemberInfo)field }.OfType<MemberInfo>())
            .DistinctBy(member => (member.MemberType, member.Name)),
    ];
}
