namespace TorchTrust.Running.Hosting.Travel;

/// <summary>A value in a form that another process can rebuild it from.</summary>
/// <param name="Kind">How it is to be rebuilt.</param>
internal sealed record EncodedValue(EncodedKind Kind)
{
    /// <summary>The number under which other values refer to this one; null for what has no identity.</summary>
    public int? Id { get; init; }

    /// <summary>The assembly-qualified name of the type, or of the type that declares the method.</summary>
    public string? Type { get; init; }

    /// <summary>The text of a scalar, the name of a method, or the bytes of an array in base 64.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// The generic arity and the full types of the parameters of a method: with its class and its name they find it in any
    /// rewrite of the assembly, which keeps the build but moves the tokens.
    /// </summary>
    public string? Signature { get; init; }

    /// <summary>The lengths of an array, by dimension.</summary>
    public IReadOnlyList<int> Lengths { get; init; } = [];

    /// <summary>
    /// The names of the fields that <see cref="Items"/> holds, or of the generic arguments of a method.
    /// </summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Elements, values of fields, keys and values in turn, or the target of a delegate.</summary>
    public IReadOnlyList<EncodedValue> Items { get; init; } = [];
}
