namespace TorchTrust.Models.Described;

/// <summary>A member of an enum.</summary>
/// <param name="Type">The enum.</param>
/// <param name="Member">The name of the member.</param>
internal sealed record EnumValue(TypeAddress Type, string Member) : DescribedValue
{
    /// <inheritdoc/>
    public override object Make() => Enum.Parse(Type.Find(), Member);
}
