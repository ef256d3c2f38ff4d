namespace TorchTrust.Probes;

/// <summary>
/// The subject threw while it was watched from inside, and does not throw when it is not: the instrument is at fault, or does not
/// suit it, so nothing follows for the subject.
/// </summary>
/// <param name="thrown">What the subject threw.</param>
internal sealed class InstrumentedSubjectException(SubjectException thrown) : SubjectException(thrown)
{
    /// <summary>What happened, for a check that cannot decide then.</summary>
    public string Reason => $"The model throws only while its modules are watched, so this is no fault of its own: {Message}";
}
