using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The compiled code that a subject is made of: the methods of the user's own types, and delegates that fields hold.</summary>
internal static class UserCode
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>
    /// The methods and constructors of the user's own types that an instance is made of, with those that they derive from.
    /// </summary>
    public static IEnumerable<MethodBase> Of(object subject) =>
        TypesOf(subject).SelectMany(type => type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)));

    /// <summary>The methods of all delegates that an object reaches, itself included.</summary>
    public static IEnumerable<MethodBase> OfDelegates(object? root) => root is null ? [] : ObjectGraph.Explore(root).Holders
        .SelectMany(holder => ObjectGraph.UserFields(holder.GetType()).Select(field => field.GetValue(holder)))
        .Append(root).OfType<Delegate>().SelectMany(each => each.GetInvocationList()).Select(each => (MethodBase)each.Method);

    /// <summary>What some methods refer to, through the user's own methods.</summary>
    public static IEnumerable<MemberInfo> ReachedFrom(IEnumerable<MethodBase> methods) =>
        ReachableCode.From(methods.Select(method => (method, method.Name)), IsUsers).Select(reached => reached.Member);

    /// <summary>
    /// The name of the function with a backward pass of its own that a member belongs to: one of a class that derives from
    /// <c>autograd.SingleTensorFunction</c> or <c>MultiTensorFunction</c>, or of such a base. TorchSharp shows no node of a graph.
    /// </summary>
    public static string? CustomFunctionOf(MemberInfo member)
    {
        for (Type? type = member.DeclaringType; type is not null; type = type.BaseType)
        {
            if (type is { IsGenericType: true, Name: "SingleTensorFunction`1" or "MultiTensorFunction`1" }
                && type.Assembly == typeof(TorchSharp.torch).Assembly)
            {
                return type.GetGenericArguments()[0].Name;
            }
        }

        return null;
    }

    /// <summary>Types of the runtime, of TorchSharp and of this library are nobody's own.</summary>
    public static bool IsUsers(Type type) =>
        ObjectGraph.IsUserType(type) && !type.IsArray && type.Assembly != typeof(object).Assembly
            && type.Assembly != typeof(UserCode).Assembly;

    /// <summary>Lambdas are found where they are made.</summary>
    private static IEnumerable<Type> TypesOf(object subject)
    {
        ObjectGraph graph = ObjectGraph.Explore(subject);
        return graph.Nodes.Select(node => node.Value).OfType<nn.Module>().Concat(graph.Holders).Select(holder => holder.GetType())
            .SelectMany(Bases).Where(type => IsUsers(type) && !type.IsDefined(typeof(CompilerGeneratedAttribute))).Distinct();
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            yield return at;
        }
    }
}
