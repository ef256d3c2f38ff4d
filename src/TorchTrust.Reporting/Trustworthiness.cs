namespace TorchTrust.Reporting;

/// <summary>How far a subject can be trusted, the worst first.</summary>
internal enum Trustworthiness
{
    /// <summary>A check failed.</summary>
    Faulty,

    /// <summary>It could not be opened, so nothing is known.</summary>
    NotOpened,

    /// <summary>Nothing failed, and nothing shows that anything could have.</summary>
    NotShown,

    /// <summary>Nothing failed, but something may not be meant.</summary>
    Asked,

    /// <summary>Nothing failed, and checks were shown to be able to.</summary>
    NoFault,
}
