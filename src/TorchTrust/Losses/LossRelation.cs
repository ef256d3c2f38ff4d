using static TorchSharp.torch;

namespace TorchTrust.Losses;

/// <summary>A relation of the user's own: what becomes of the value when the arguments are changed.</summary>
internal sealed record LossRelation
{
    /// <summary>Declares a relation.</summary>
    /// <exception cref="ArgumentException">The name of the change is empty.</exception>
    public LossRelation(
        LossRelationKind kind, string change, Func<object?[], object?[]> arguments, Func<Tensor, Tensor>? value = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(change);
        Kind = kind;
        Change = change;
        Arguments = arguments;
        Value = value;
    }

    /// <summary>What becomes of the value.</summary>
    public LossRelationKind Kind { get; }

    /// <summary>What is changed, for the report.</summary>
    public string Change { get; }

    /// <summary>Gives the changed arguments.</summary>
    public Func<object?[], object?[]> Arguments { get; }

    /// <summary>Gives the value that must come out from the value before; null where it stays, must not stay, or rises.</summary>
    public Func<Tensor, Tensor>? Value { get; }
}
