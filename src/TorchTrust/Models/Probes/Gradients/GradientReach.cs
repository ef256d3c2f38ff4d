namespace TorchTrust.Models.Probes;

/// <summary>How a gradient reaches a parameter, from worst to best.</summary>
internal enum GradientReach
{
    /// <summary>No graph leads to it.</summary>
    None,

    /// <summary>A graph leads to it, and every element is exactly zero.</summary>
    Zero,

    /// <summary>An element is NaN or infinite.</summary>
    NotFinite,

    /// <summary>All elements are finite and one at least is not zero.</summary>
    Finite,
}
