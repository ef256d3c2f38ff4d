namespace TorchTrust.Reporting;

/// <summary>How far a subject can be trusted, the worst first: no, not yet for one of three reasons, or no fault found.</summary>
internal enum Trustworthiness
{
    /// <summary>A check failed.</summary>
    Faulty,

    /// <summary>It could not be opened, so nothing is known.</summary>
    NotOpened,

    /// <summary>Nothing failed, but a question is open.</summary>
    Asked,

    /// <summary>Nothing failed, and nothing shows that anything could have.</summary>
    NotShown,

    /// <summary>Nothing failed, no question is open, and checks were shown to be able to fail.</summary>
    NoFault,
}
