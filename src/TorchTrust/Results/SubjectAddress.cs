using System.Text.Json.Serialization;

namespace TorchTrust;

/// <summary>
/// Where a subject can be looked up by any process: a member of a class. The member is a property or a method without
/// parameters, public or not, static or of a class with a parameterless constructor, and gives a <c>Subject</c>.
/// </summary>
/// <param name="AssemblyPath">The full path of the assembly.</param>
/// <param name="TypeName">The full name of the class, such as <c>MyProject.Tests.CnnVaeTests</c>.</param>
/// <param name="Member">The name of the member.</param>
public sealed record SubjectAddress(string AssemblyPath, string TypeName, string Member)
{
    /// <summary>The class without its namespace, and the member, such as <c>Subjects.CnnVae</c>.</summary>
    [JsonIgnore]
    internal string ShortName => $"{TypeName.Split('.', '+')[^1]}.{Member}";

    /// <summary>The names by which settings and the command line may mean it.</summary>
    [JsonIgnore]
    internal IReadOnlyList<string> Names => [ShortName, DisplayName, Member, TypeName, TypeName.Split('.', '+')[^1]];

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
}
