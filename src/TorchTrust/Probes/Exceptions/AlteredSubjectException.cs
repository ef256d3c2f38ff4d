namespace TorchTrust.Probes;

/// <summary>
/// The subject threw on what a check had altered: inputs that the recipe would not make, another dtype, or parameters
/// away from where they were built (some hold indices). It may be right to refuse that, so nothing follows for the subject.
/// </summary>
/// <param name="thrown">What the subject threw.</param>
internal sealed class AlteredSubjectException(SubjectException thrown) : SubjectException(thrown);
