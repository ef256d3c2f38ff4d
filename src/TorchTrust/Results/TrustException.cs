namespace TorchTrust;

/// <summary>A subject cannot be trusted. The message is the report.</summary>
public sealed class TrustException : Exception
{
    /// <summary>Takes the report that says why.</summary>
    public TrustException(TrustReport report)
        : base(report.ToString()) => Report = report;

    /// <summary>The report.</summary>
    public TrustReport Report { get; }
}
