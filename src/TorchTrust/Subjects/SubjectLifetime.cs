namespace TorchTrust;

/// <summary>How long one instance of a subject serves.</summary>
public enum SubjectLifetime
{
    /// <summary>Built anew for each check that changes it.</summary>
    Fresh,

    /// <summary>Built once, and put back as it was after each check; the fingerprint proves it.</summary>
    Restorable,

    /// <summary>Built once and only read, such as a data set; the fingerprint proves it.</summary>
    SharedReadOnly,
}
