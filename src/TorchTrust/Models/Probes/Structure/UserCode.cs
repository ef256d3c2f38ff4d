using System.Reflection;
using System.Runtime.CompilerServices;
using TorchTrust.Probes;

namespace TorchTrust.Models.Probes;

/// <summary>The compiled code that a model is made of: the methods of the user's own types, and delegates that fields hold.</summary>
internal static class UserCode
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The methods and constructors of the user's own types that an instance is made of, with those that they derive from.</summary>
    public static IEnumerable<MethodBase> Of(object model) =>
        TypesOf(model).SelectMany(type => type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)));

    /// <summary>The methods of all delegates that an object reaches, itself included.</summary>
    public static IEnumerable<MethodBase> OfDelegates(object? root) => root is null ? [] : ObjectGraph.Explore(root).Holders
        .SelectMany(holder => ObjectGraph.UserFields(holder.GetType()).Select(field => field.GetValue(holder)))
        .Append(root).OfType<Delegate>().SelectMany(each => each.GetInvocationList()).Select(each => (MethodBase)each.Method);

    /// <summary>Types of the runtime, of TorchSharp and of this library are nobody's forward.</summary>
    public static bool IsUsers(Type type) =>
        ObjectGraph.IsUserType(type) && !type.IsArray && type.Assembly != typeof(object).Assembly && type.Assembly != typeof(UserCode).Assembly;

    /// <summary>Lambdas are found where they are made.</summary>
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
}
