namespace TorchTrust.RightModels;

/// <summary>A model that is right, although a simple check may believe otherwise.</summary>
/// <param name="Name">The name of its class, unique in the pool.</param>
/// <param name="Undeclared">How to build and feed it, and nothing else.</param>
/// <param name="Declared">The same with all facts that its author knows.</param>
/// <param name="Unusual">What a naive checker could trip over, in a sentence.</param>
public sealed record RightModel(string Name, ModelSubject Undeclared, ModelSubject Declared, string Unusual)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
