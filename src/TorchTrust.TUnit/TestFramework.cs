namespace TorchTrust.TUnit;

/// <summary>What the shared classes have to know of TUnit.</summary>
internal static class TestFramework
{
    /// <summary>The attribute of a test.</summary>
    public const string TestAttribute = "TUnit.Core.TestAttribute";

    /// <summary>
    /// The attribute of a test's place: TUnit runs the tests of a class side by side otherwise, and they wait for one host.
    /// </summary>
    public const string? OrderAttribute = "TorchTrust.TUnit.CatalogueOrderAttribute({0})";
}
