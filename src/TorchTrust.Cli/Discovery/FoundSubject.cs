namespace TorchTrust.Cli.Discovery;

/// <summary>A subject that the metadata of an assembly names.</summary>
/// <param name="Address">Where it can be looked up.</param>
internal sealed record FoundSubject(SubjectAddress Address)
{
    /// <summary>The class without its namespace, and the member, such as <c>Subjects.CnnVae</c>.</summary>
    public string ShortName => $"{Address.TypeName.Split('.', '+')[^1]}.{Address.Member}";

    /// <summary>The class and the member, such as <c>MyProject.Subjects.CnnVae</c>.</summary>
    public string FullName => $"{Address.TypeName}.{Address.Member}";

    /// <summary>The names that select it.</summary>
    public IReadOnlyList<string> Names => [ShortName, FullName, Address.Member, Address.TypeName, Address.TypeName.Split('.', '+')[^1]];
}
