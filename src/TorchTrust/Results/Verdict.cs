namespace TorchTrust;

/// <summary>What a check found out. Only <see cref="Passed"/> counts as passed.</summary>
public enum Verdict
{
    /// <summary>
    /// The property holds. <see cref="CheckResult.Power"/> says whether the check could have failed here.
    /// </summary>
    Passed,

    /// <summary>The property does not hold; the findings say where.</summary>
    Failed,

    /// <summary>The check ran and could not decide; <see cref="CheckResult.Reason"/> says why.</summary>
    Inconclusive,

    /// <summary>The check does not apply or was switched off; <see cref="CheckResult.Reason"/> says why.</summary>
    Skipped,
}
