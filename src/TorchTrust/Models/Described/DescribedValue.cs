namespace TorchTrust.Models.Described;

/// <summary>A value that was written down, and that the process makes that has the types for it.</summary>
internal abstract record DescribedValue
{
    /// <summary>Makes it anew.</summary>
    public abstract object? Make();
}
