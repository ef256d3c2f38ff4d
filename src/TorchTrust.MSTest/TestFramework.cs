namespace TorchTrust.MSTest;

/// <summary>What the shared classes have to know of MSTest.</summary>
internal static class TestFramework
{
    /// <summary>The attribute of a test.</summary>
    public const string TestAttribute = "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute";

    /// <summary>The attribute of a test's place: MSTest runs in the order of the code.</summary>
    public const string? OrderAttribute = null;
}
