namespace TorchTrust.Cli.Discovery;

/// <summary>A subject that the metadata of an assembly names.</summary>
/// <param name="Address">Where it can be looked up.</param>
internal sealed record FoundSubject(SubjectAddress Address)
{
    /// <summary>How many parts of the full name of the class tell it from all others that are found; one where its own name does.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>The class with as much of its namespace as tells it apart, and the member, such as <c>Subjects.CnnVae</c>.</summary>
    public string ShortName => NameWith(Parts);

    /// <summary>The class and the member, such as <c>MyProject.Subjects.CnnVae</c>.</summary>
    public string FullName => $"{Address.TypeName}.{Address.Member}";

    /// <summary>The names that select it.</summary>
    public IReadOnlyList<string> Names => [ShortName, NameWith(1), FullName, Address.Member, Address.TypeName, Address.TypeName.Split('.', '+')[^1]];

    /// <summary>The same subjects, each named with as many parts as it takes to tell it from the others.</summary>
    public static IReadOnlyList<FoundSubject> ToldApart(IReadOnlyList<FoundSubject> subjects) =>
    [
        .. subjects.Select(subject => subject with
        {
            Parts = Enumerable.Range(1, subject.PartsOfName.Length)
                .FirstOrDefault(parts => subjects.Count(other => other.NameWith(parts) == subject.NameWith(parts)) == 1, subject.PartsOfName.Length),
        }),
    ];

    private string[] PartsOfName => Address.TypeName.Split('.', '+');

    private string NameWith(int parts) => $"{string.Join('.', PartsOfName.TakeLast(parts))}.{Address.Member}";
}
