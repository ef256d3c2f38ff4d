namespace TorchTrust.Subjects;

/// <summary>What becomes of what a subject gives when what it is given is changed.</summary>
internal enum RelationKind
{
    /// <summary>It stays.</summary>
    Invariant,

    /// <summary>It follows in a way that is declared.</summary>
    Equivariant,

    /// <summary>It does not stay.</summary>
    Sensitive,

    /// <summary>It rises, and nothing of it falls.</summary>
    Raised,

    /// <summary>It falls, and nothing of it rises.</summary>
    Lowered,
}
