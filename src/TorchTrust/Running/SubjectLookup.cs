using System.Reflection;
using TorchTrust.Running.Hosting;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust.Running;

/// <summary>Looks subjects up by their addresses.</summary>
internal static class SubjectLookup
{
    private const BindingFlags Anywhere = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    private const BindingFlags Constructors = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.CreateInstance | BindingFlags.DoNotWrapExceptions;

    /// <summary>Looks a subject up. What the class throws comes out as it is.</summary>
    /// <exception cref="InvalidOperationException">There is no such class or member, or it gives no subject.</exception>
    public static Subject Resolve(this SubjectAddress address)
    {
        Assembly assembly = TypeFinder.Load(AssemblyName.GetAssemblyName(address.AssemblyPath), ProgramPaths.Map(address.AssemblyPath));
        Type type = assembly.GetType(address.TypeName)
            ?? throw new InvalidOperationException($"There is no class {address.TypeName} in {address.AssemblyPath}.");
        MethodInfo? getter = Getter(type, address.Member) ?? type.GetMethod(address.Member, Anywhere, []);
        if (getter is null || !typeof(Subject).IsAssignableFrom(getter.ReturnType))
        {
            throw new InvalidOperationException($"{address.DisplayName} is no property or method without parameters that gives a Subject.");
        }

        object? instance = getter.IsStatic ? null : Activator.CreateInstance(type, Constructors, null, null, null);
        return (Subject?)getter.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, null, null)
            ?? throw new InvalidOperationException($"{address.DisplayName} gave no subject but null.");
    }

    /// <summary>The most derived property of a name: an override of a generic base's property is one of two for reflection.</summary>
    private static MethodInfo? Getter(Type type, string property)
    {
        for (Type? level = type; level is not null; level = level.BaseType)
        {
            if (level.GetProperty(property, Anywhere | BindingFlags.DeclaredOnly)?.GetMethod is { } getter)
            {
                return getter;
            }
        }

        return null;
    }
}
