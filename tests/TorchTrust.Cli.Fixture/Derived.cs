using static TorchSharp.torch;

namespace TorchTrust.Cli.Fixture;

/// <summary>Found through the class that it derives from.</summary>
internal sealed class Derived : InClass
{
    protected override ModelSubject Subject => ModelSubject.For(() => new SmallNet(), "Derived").WithInput(n => randn(n, 4));
}
