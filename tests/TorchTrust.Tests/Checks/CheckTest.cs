namespace TorchTrust.Tests.Checks;

/// <summary>Runs one check on a subject, as the runner does, in this process.</summary>
internal static class CheckTest
{
    /// <summary>Runs the check of an id, with its proof of power at all places.</summary>
    public static CheckResult Run(string checkId, Subject subject, long seed = 42) =>
        Assert.Single(
            Trust.Check(subject, new TrustOptions { Checks = [checkId], Seed = seed, IsHost = true, ProvesEverywhere = true }).Results);
}
