namespace TorchTrust.Cli.Fixture;

/// <summary>Its constructor throws.</summary>
internal sealed class ThrowingNet : SmallNet
{
    public ThrowingNet() => throw new FileNotFoundException("There is no weights.bin.");
}
