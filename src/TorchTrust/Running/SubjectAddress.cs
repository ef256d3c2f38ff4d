using System.Reflection;
using System.Text.Json.Serialization;
using TorchTrust.Running.Hosting.Travel;

namespace TorchTrust;

/// <summary>
/// Where a subject can be looked up by any process: a member of a class. The member is a property or a method without
/// parameters, public or not, static or of a class with a parameterless constructor, and gives a <see cref="Subject"/>.
/// </summary>
/// <param name="AssemblyPath">The full path of the assembly.</param>
/// <param name="TypeName">The full name of the class, such as <c>MyProject.Tests.CnnVaeTests</c>.</param>
/// <param name="Member">The name of the member.</param>
public sealed record SubjectAddress(string AssemblyPath, string TypeName, string Member)
{
    private const BindingFlags Anywhere = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public
        | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;

    private const BindingFlags Constructors = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.CreateInstance | BindingFlags.DoNotWrapExceptions;

    /// <summary>The name in messages.</summary>
    [JsonIgnore]
    internal string DisplayName => $"{TypeName}.{Member}";

    /// <summary>The address of a member of a class.</summary>
    /// <exception cref="ArgumentException">The assembly of the class is no file.</exception>
    public static SubjectAddress Of(Type type, string member)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.Assembly.Location.Length == 0
            ? throw new ArgumentException($"{type.Assembly.GetName().Name} is no file that another process could load.", nameof(type))
            : new SubjectAddress(type.Assembly.Location, type.FullName!, member);
    }

    /// <summary>Looks the subject up. What the class throws comes out as it is.</summary>
    /// <exception cref="InvalidOperationException">There is no such class or member, or it gives no subject.</exception>
    internal Subject Resolve()
    {
        Assembly assembly = TypeFinder.Load(AssemblyName.GetAssemblyName(AssemblyPath), AssemblyPath);
        Type type = assembly.GetType(TypeName)
            ?? throw new InvalidOperationException($"There is no class {TypeName} in {AssemblyPath}.");
        MethodInfo? getter = type.GetProperty(Member, Anywhere)?.GetMethod ?? type.GetMethod(Member, Anywhere, []);
        if (getter is null || !typeof(Subject).IsAssignableFrom(getter.ReturnType))
        {
            throw new InvalidOperationException($"{DisplayName} is no property or method without parameters that gives a Subject.");
        }

        object? instance = getter.IsStatic ? null : Activator.CreateInstance(type, Constructors, null, null, null);
        return (Subject?)getter.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, null, null)
            ?? throw new InvalidOperationException($"{DisplayName} gave no subject but null.");
    }
}
