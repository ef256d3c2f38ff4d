namespace TorchTrust.Probes;

/// <summary>
/// The owner of a part threw where it was to give what the part works on, such as a model that takes no batch of one sample: the part
/// is never given that, so that nothing is to be said of it. The owner's own checks tell what it threw.
/// </summary>
/// <param name="thrown">What the owner threw.</param>
internal sealed class NoArgumentsException(SubjectException thrown) : SubjectException(thrown)
{
    /// <summary>Why a check does not apply then.</summary>
    public string Reason => $"There is nothing to look at, since the subject that it is a part of threw {Message}";
}
