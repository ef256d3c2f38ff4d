namespace TorchTrust.Training;

/// <summary>What a number that a step reports is to its optimizer.</summary>
internal enum ReportKind
{
    /// <summary>The loss that the optimizer lowers.</summary>
    Loss,

    /// <summary>The objective that the optimizer raises.</summary>
    Objective,

    /// <summary>Another number, such as an accuracy or a running mean.</summary>
    Other,
}
