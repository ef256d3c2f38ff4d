namespace TorchTrust.Models.Checks.Behaviour;

/// <summary>Of what size something is, beside rounding.</summary>
internal enum Extent
{
    /// <summary>Nothing, or rounding.</summary>
    None,

    /// <summary>More than rounding explains, less than a change makes; or something stands in the way.</summary>
    Untold,

    /// <summary>It is there.</summary>
    Some,
}
