namespace TorchTrust.Xunit;

/// <summary>What the shared classes have to know of xUnit.</summary>
internal static class TestFramework
{
    /// <summary>The attribute of a test.</summary>
    public const string TestAttribute = "Xunit.FactAttribute";

    /// <summary>The attribute of a test's place; <see cref="CatalogueOrder"/> does without.</summary>
    public const string? OrderAttribute = null;
}
