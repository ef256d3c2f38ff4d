namespace TorchTrust.Probes;

/// <summary>Whether a module behaves otherwise in training mode.</summary>
internal enum ModeSensitivity
{
    /// <summary>It does not: a layer of TorchSharp that has no mode.</summary>
    None,

    /// <summary>It does: dropout, batch statistics, or a layer that holds dropout.</summary>
    Known,

    /// <summary>It may: a module of the user's own can read its mode.</summary>
    Possible,
}
