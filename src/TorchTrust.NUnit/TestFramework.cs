namespace TorchTrust.NUnit;

/// <summary>What the shared classes have to know of NUnit.</summary>
internal static class TestFramework
{
    /// <summary>The attribute of a test.</summary>
    public const string TestAttribute = "NUnit.Framework.TestAttribute";

    /// <summary>The attribute of a test's place: NUnit runs by name otherwise.</summary>
    public const string? OrderAttribute = "NUnit.Framework.OrderAttribute({0})";
}
