namespace TorchTrust.Tests.Running;

/// <summary>Runs the checks of these tests, in a host unless said otherwise.</summary>
internal static class HostTest
{
    public static TrustOptions Options { get; } = new()
    {
        Catalogue = [new RunsAtAll(), new RunsSafely()],
        Isolation = Isolation.Host,
        ProvesPower = false,
    };

    public static CheckResult Run(ModelSubject subject, TrustOptions? options = null)
    {
        using var session = TrustSession.Open(subject, options ?? Options);
        return session.Check("runs-at-all");
    }
}
