namespace TorchTrust.Probes;

/// <summary>
/// A call that follows another throws, where the first did not: the model keeps what the last call left, such as keys and
/// values, and its caller resets that or tells the next call of it, which a recipe of inputs cannot.
/// </summary>
/// <param name="thrown">What the subject threw.</param>
internal sealed class KeptStateException(SubjectException thrown) : SubjectException(thrown)
{
    /// <summary>What happened and what can be done.</summary>
    public string Reason =>
        $"A call that follows another throws, so the model keeps what the last one left: {Message}{UserFrame.Of(this)}. Where its caller "
            + "resets that, do so in a forward "
            + "of your own: subject.WithForward<MyModel>((model, inputs) => …).";

    /// <summary>Whether what was thrown may come of what is kept; a tensor that the first call has disposed is a plain fault.</summary>
    public static bool Explains(SubjectException thrown) =>
        thrown is not AlteredSubjectException && !thrown.Message.Contains("Tensor invalid", StringComparison.Ordinal);
}
