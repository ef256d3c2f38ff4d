namespace TorchTrust.Probes;

/// <summary>Where in the space of parameters a property is looked at.</summary>
internal enum ParameterPoint
{
    /// <summary>The parameters as the subject's recipe built them.</summary>
    AsBuilt,

    /// <summary>
    /// Every floating parameter with seeded noise added, since a branch that starts at zero (ReZero, LoRA, the last scale of
    /// a residual block) hides leaks and silences gradients where it was built.
    /// </summary>
    Generic,
}
