using Xunit.Sdk;
using Xunit.v3;

namespace TorchTrust.Xunit;

/// <summary>
/// Runs the tests of checks in the order of the catalogue, in which what explains other failures comes before them; tests of the
/// user's own stay in their order behind.
/// </summary>
public sealed class CatalogueOrder : ITestMethodOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod => [.. testMethods.OrderBy(Place)];

    private static int Place<TTestMethod>(TTestMethod? testMethod)
        where TTestMethod : notnull, ITestMethod =>
        testMethod is IXunitTestMethod { Method: { } method } && method.DeclaringType?.Assembly == typeof(CatalogueOrder).Assembly
            ? method.MetadataToken
            : int.MaxValue;
}
