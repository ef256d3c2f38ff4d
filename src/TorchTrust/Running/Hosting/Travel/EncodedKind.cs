namespace TorchTrust.Running.Hosting.Travel;

/// <summary>How an <see cref="EncodedValue"/> is to be rebuilt.</summary>
internal enum EncodedKind
{
    /// <summary>Nothing.</summary>
    Null,

    /// <summary>What was rebuilt before under the same id.</summary>
    Reference,

    /// <summary>A number, text, enum value, date or the like, from its text.</summary>
    Scalar,

    /// <summary>A type.</summary>
    Type,

    /// <summary>An array of primitive values, from its bytes.</summary>
    Bytes,

    /// <summary>An array, element by element.</summary>
    Array,

    /// <summary>A list or a set, element by element.</summary>
    List,

    /// <summary>A dictionary, from keys and values in turn.</summary>
    Dictionary,

    /// <summary>A delegate, from its method and its target.</summary>
    Delegate,

    /// <summary>Several delegates that are called as one.</summary>
    Multicast,

    /// <summary>An object, field by field.</summary>
    Object,
}
