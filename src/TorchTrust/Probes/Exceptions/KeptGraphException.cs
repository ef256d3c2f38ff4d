namespace TorchTrust.Probes;

/// <summary>
/// A backward pass ran into the graph of an earlier call, which the model keeps in its fields: a cache of keys and values, or a
/// hidden state that its user resets. A check that takes gradients of several calls cannot decide there.
/// </summary>
/// <param name="thrown">What LibTorch threw.</param>
/// <param name="keepers">The paths of the tensors that keep a graph.</param>
internal sealed class KeptGraphException(SubjectException thrown, IReadOnlyList<string> keepers) : SubjectException(thrown)
{
    private static readonly string[] _signs = ["backward through the graph a second time", "modified by an inplace operation"];

    /// <summary>What is kept and what can be done, in one or two sentences.</summary>
    public string Reason =>
        $"Gradients of several calls cannot be taken, since the model keeps the graph of an earlier call in {Names}. Where it is trained, "
            + "detach or reset "
            + "what it keeps; where it only predicts, declare a forward that runs under no_grad, and that nothing is trained: "
            + "subject.WithForward<MyModel>((model, inputs) => …).FreezesOnPurpose(\"*\", reason).";

    private string Names => keepers.Count > 2 ? $"{keepers[0]} and {keepers.Count - 1} more" : string.Join(" and ", keepers);

    /// <summary>Whether LibTorch's message is one that a kept graph gives.</summary>
    public static bool Explains(SubjectException thrown) => _signs.Any(sign => thrown.Message.Contains(sign, StringComparison.Ordinal));
}
