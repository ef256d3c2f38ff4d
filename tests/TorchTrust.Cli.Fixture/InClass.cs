namespace TorchTrust.Cli.Fixture;

/// <summary>A class that names its member, as the base classes of test adapters do.</summary>
[TrustSubject(nameof(Subject))]
internal abstract class InClass
{
    protected abstract ModelSubject Subject { get; }
}
