namespace TorchTrust.Probes;

/// <summary>Who reads the parameters of an optimizer.</summary>
internal enum ParameterReader
{
    /// <summary>Somebody else, such as clipping.</summary>
    Other,

    /// <summary>The optimizer, to move them.</summary>
    Update,

    /// <summary>The optimizer, to clear their gradients.</summary>
    Clearing,
}
