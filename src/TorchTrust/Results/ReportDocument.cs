namespace TorchTrust;

/// <summary>A report as it stands in a file.</summary>
/// <param name="SchemaVersion">Raised whenever a reader of the version before would misread the file.</param>
/// <param name="Report">The report.</param>
internal sealed record ReportDocument(int SchemaVersion, TrustReport? Report);
