namespace TorchTrust.Models.Described;

/// <summary>An argument that is no tensor: the same for all samples.</summary>
/// <param name="Value">The value.</param>
internal sealed record SharedArgument(DescribedValue Value) : DescribedArgument
{
    /// <inheritdoc/>
    public override object? Make(long n) => Value.Make();
}
