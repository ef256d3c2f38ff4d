namespace TorchTrust.Reporting;

/// <summary>How a result stands, for a reader: what fails a run comes first.</summary>
internal enum Standing
{
    /// <summary>Failed, and no right subject does so.</summary>
    Failed,

    /// <summary>Failed, but it may be meant: the question is open.</summary>
    Question,

    /// <summary>Failed, and the project lives with it for now.</summary>
    Known,

    /// <summary>A question that is answered at its place.</summary>
    Answered,

    /// <summary>Failed as another check did, and will pass when that is mended: it is shown under the other.</summary>
    Following,

    /// <summary>Could not decide.</summary>
    Inconclusive,

    /// <summary>Passed.</summary>
    Passed,

    /// <summary>Does not apply, or was switched off.</summary>
    Skipped,
}
