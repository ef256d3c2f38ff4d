namespace TorchTrust.Subjects;

/// <summary>
/// A relation that only the user knows: what becomes of what a subject gives when what it is given is changed. The same for every
/// kind of subject that is given something.
/// </summary>
internal sealed record Relation
{
    /// <summary>Declares a relation.</summary>
    /// <param name="kind">What becomes of it.</param>
    /// <param name="change">What is changed, for the report.</param>
    /// <param name="given">Gives, from the arguments of a call, those after the change.</param>
    /// <param name="follow">Gives, from what came out before the change, what must come out after it; null where that is not told
    /// so.</param>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public Relation(RelationKind kind, string change, Func<object?[], object?[]> given, Func<object?, object?>? follow = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(change);
        ArgumentNullException.ThrowIfNull(given);
        Kind = kind;
        Change = change;
        Given = given;
        Follow = follow;
    }

    /// <summary>What becomes of it.</summary>
    public RelationKind Kind { get; }

    /// <summary>What is changed, for the report.</summary>
    public string Change { get; }

    /// <summary>Gives the changed arguments.</summary>
    public Func<object?[], object?[]> Given { get; }

    /// <summary>Gives what must come out from what came out before; null where it stays, must not stay, rises or falls.</summary>
    public Func<object?, object?>? Follow { get; }

    /// <summary>The paths of what it holds for, where several tensors come out; <c>*</c> stands for anything.</summary>
    public string Outputs { get; init; } = "*";

    /// <summary>Whether it says that the change must show: then it is broken only where it shows nowhere.</summary>
    public bool DemandsInfluence => Kind is RelationKind.Sensitive or RelationKind.Raised or RelationKind.Lowered;

    /// <summary>How it is broken, in words.</summary>
    /// <param name="what">What comes out, such as <c>the loss</c>.</param>
    public string Broken(string what) => $"{Change}: {what} " + Kind switch
    {
        RelationKind.Invariant => "does not stay as it is",
        RelationKind.Equivariant => "does not follow as declared",
        RelationKind.Sensitive => "stays as it is",
        RelationKind.Raised => "does not rise",
        _ => "does not fall",
    };
}
