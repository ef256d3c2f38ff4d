namespace TorchTrust.Subjects;

/// <summary>
/// A subject that another one contains, such as the loss of a model: what needs nothing declared is checked of it with its owner,
/// and told under it.
/// </summary>
/// <param name="Name">What its owner calls it, such as <c>loss</c>; of modules, the path that leads to them in the owner.</param>
/// <param name="Subject">The part.</param>
internal sealed record SubjectPart(string Name, Subject Subject)
{
    /// <summary>What stands in <see cref="Declaring"/> for what is declared.</summary>
    public const string Line = "{line}";

    /// <summary>
    /// How a fact of the part is declared on its owner, such as <c>.WithLoss&lt;…&gt;(…, loss => loss{line})</c>.
    /// </summary>
    public string Declaring { get; init; } = Line;

    /// <summary>The parts of a subject with theirs, each under the names that lead to it.</summary>
    /// <param name="owner">The subject.</param>
    public static IReadOnlyList<SubjectPart> Within(Subject owner) =>
        [.. owner.Parts.SelectMany(part => Within(part.Subject).Select(part.Holding).Prepend(part))];

    /// <summary>The lines that declare on the owner what these declare on the part.</summary>
    /// <param name="declaration">One line or several.</param>
    public string Declared(string declaration) =>
        string.Join('\n', declaration.Split('\n').Select(line => Declaring.Replace(Line, line, StringComparison.Ordinal)));

    private SubjectPart Holding(SubjectPart inner) =>
        inner with { Name = $"{Name}.{inner.Name}", Declaring = Declaring.Replace(Line, inner.Declaring, StringComparison.Ordinal) };
}
