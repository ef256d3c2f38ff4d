namespace TorchTrust.Cli.Discovery;

/// <summary>A subject that the metadata of an assembly names.</summary>
/// <param name="Address">Where it can be looked up.</param>
internal sealed record FoundSubject(SubjectAddress Address)
{
    /// <summary>The class and the member, such as <c>Subjects.CnnVae</c>, with as much of the namespace as tells it apart.</summary>
    public string ShortName { get; init; } = Address.ShortName;

    /// <summary>The class and the member, such as <c>MyProject.Subjects.CnnVae</c>.</summary>
    public string FullName => Address.DisplayName;

    /// <summary>The names that select it.</summary>
    public IReadOnlyList<string> Names => [ShortName, .. Address.Names];
}
