namespace TorchTrust.Losses;

/// <summary>What becomes of the value of a loss when its arguments are changed.</summary>
internal enum LossRelationKind
{
    /// <summary>It stays.</summary>
    Invariant,

    /// <summary>It follows in a way that is declared.</summary>
    Equivariant,

    /// <summary>It does not stay.</summary>
    Sensitive,

    /// <summary>It rises.</summary>
    Raised,
}
