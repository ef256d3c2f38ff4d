namespace TorchTrust.RightDatasets;

/// <summary>A data set that is right, although a simple check may believe otherwise.</summary>
/// <param name="Name">The name of its class, unique in the pool.</param>
/// <param name="Kinds">What it is.</param>
/// <param name="Undeclared">How to open, read and load it, and nothing else.</param>
/// <param name="Declared">The same with all facts that its author knows.</param>
/// <param name="Unusual">What a naive checker could trip over, in a sentence.</param>
public sealed record RightDataset(string Name, DatasetKinds Kinds, DatasetSubject Undeclared, DatasetSubject Declared, string Unusual)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
