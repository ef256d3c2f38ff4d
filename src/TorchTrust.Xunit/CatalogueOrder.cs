using Xunit.Sdk;
using Xunit.v3;

namespace TorchTrust.Xunit;

/// <summary>
/// Runs the tests of checks in the order of the catalogue, in which what explains other failures comes before them; tests of the
/// user's own stay in their order behind.
/// </summary>
public sealed class CatalogueOrder : ITestCaseOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => [.. testCases.OrderBy(Place)];

    private static int Place<TTestCase>(TTestCase testCase)
        where TTestCase : notnull, ITestCase =>
        testCase is IXunitTestCase { TestMethod.Method: { } method } && method.DeclaringType?.Assembly == typeof(CatalogueOrder).Assembly
            ? method.MetadataToken
            : int.MaxValue;
}
