using TorchTrust.Models.Described;

namespace TorchTrust.Cli.Discovery;

/// <summary>A subject that the metadata of an assembly names, or a model that the command line describes.</summary>
/// <param name="Address">Where it can be looked up; null for what is described.</param>
internal sealed record FoundSubject(SubjectAddress? Address)
{
    /// <summary>The class and the member, such as <c>Subjects.CnnVae</c>, with as much of the namespace as tells it apart.</summary>
    public string ShortName { get; init; } = Address?.ShortName ?? "";

    /// <summary>The model that is described; null for what is looked up.</summary>
    public DescribedModel? Described { get; init; }

    /// <summary>The member that gives it; the class of the model where none does.</summary>
    public string Member => Address?.Member ?? ShortName;

    /// <summary>The class and the member, such as <c>MyProject.Subjects.CnnVae</c>.</summary>
    public string FullName => Address?.DisplayName ?? ShortName;

    /// <summary>The names that select it.</summary>
    public IReadOnlyList<string> Names => [ShortName, .. Address?.Names ?? []];
}
