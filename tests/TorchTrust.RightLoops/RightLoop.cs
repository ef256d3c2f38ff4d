namespace TorchTrust.RightLoops;

/// <summary>A training loop that is right, although a simple check may believe otherwise.</summary>
/// <param name="Name">The name of its class, unique in the pool.</param>
/// <param name="Kind">What kind of training it is.</param>
/// <param name="Undeclared">How to build it and to take steps, and nothing else.</param>
/// <param name="Declared">The same with all facts that its author knows.</param>
/// <param name="Unusual">What a naive checker could trip over, in a sentence.</param>
public sealed record RightLoop(string Name, LoopKind Kind, TrainingSubject Undeclared, TrainingSubject Declared, string Unusual)
{
    /// <summary>Why the same seed does not give the same bits; null where it does.</summary>
    public string? NotRepeatable { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
