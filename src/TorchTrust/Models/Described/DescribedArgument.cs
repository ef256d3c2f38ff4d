namespace TorchTrust.Models.Described;

/// <summary>An argument of a model's call, as it was written down.</summary>
internal abstract record DescribedArgument
{
    /// <summary>Makes it for n samples.</summary>
    public abstract object? Make(long n);
}
