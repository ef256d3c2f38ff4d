namespace TorchTrust.Probes;

/// <summary>What of a subject a fault may leave as it is, so that what was measured of it need not be measured again.</summary>
[Flags]
internal enum Facet
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The further instances that a check works with: the fault is put into those that are there, and taken back.</summary>
    Instances = 1,

    /// <summary>Whether equal calls give equal bits.</summary>
    Repeatability = 1 << 1,

    /// <summary>How strongly what the subject gives follows small steps of what it is given: at most a factor of two is between.</summary>
    Sensitivity = 1 << 2,

    /// <summary>What the subject gives in float64, bit for bit.</summary>
    ValuesInDouble = 1 << 3,

    /// <summary>Whether what becomes of a sample depends on the content of others.</summary>
    Independence = 1 << 4,

    /// <summary>What the subject gives in any type, bit for bit, but not its gradients.</summary>
    Values = ValuesInDouble | Sensitivity | Repeatability | Independence | (1 << 5),

    /// <summary>
    /// Whether what happens as built is what happens at every point: what the fault does hangs on no parameter. Where it is noticed as
    /// built, it need not be looked for elsewhere.
    /// </summary>
    Points = 1 << 6,

    /// <summary>What the subject gives in training mode as long as nobody has called it in eval mode, bit for bit.</summary>
    ValuesBeforeEvaluation = 1 << 7,

    /// <summary>Everything: the subject is whole.</summary>
    All = ~None,
}
