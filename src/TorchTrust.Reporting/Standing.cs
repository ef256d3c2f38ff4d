namespace TorchTrust.Reporting;

/// <summary>How a result stands, for a reader: what fails a run comes first.</summary>
internal enum Standing
{
    /// <summary>Failed, and no right model does so.</summary>
    Failed,

    /// <summary>Failed, but it may be meant.</summary>
    Question,

    /// <summary>Failed, and the project lives with it for now.</summary>
    Known,

    /// <summary>Could not decide.</summary>
    Inconclusive,

    /// <summary>Passed.</summary>
    Passed,

    /// <summary>Does not apply, or was switched off.</summary>
    Skipped,
}
