namespace TorchTrust.Models.Described;

/// <summary>A number, a text, a truth, or null: of just the type that it is given to.</summary>
/// <param name="Value">The value.</param>
internal sealed record PlainValue(object? Value) : DescribedValue
{
    /// <inheritdoc/>
    public override object? Make() => Value;
}
