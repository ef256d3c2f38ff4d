namespace TorchTrust;

/// <summary>The answer of a report to its one question, whether the subject can be trusted; the worst first.</summary>
public enum ReportStanding
{
    /// <summary>No: a check found a fault.</summary>
    Faulty,

    /// <summary>
    /// Not yet: the subject could not be opened, a question is open, or no check passed with its power shown;
    /// <see cref="TrustReport.Open"/> says which.
    /// </summary>
    Open,

    /// <summary>No fault was found, no question is open, and at least one check was shown to be able to fail.</summary>
    Proven,
}
