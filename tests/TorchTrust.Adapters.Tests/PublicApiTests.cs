using System.Reflection;
using System.Text.RegularExpressions;
using PublicApiGenerator;
using TorchTrust.Tests.Results;

namespace TorchTrust.Adapters.Tests;

/// <summary>What each adapter offers, but for the tests that follow from the catalogue.</summary>
public sealed partial class PublicApiTests
{
    /// <summary>They hold the path and the line of the source, which differ from build to build.</summary>
    private static readonly string[] _testAttributes =
    [
        "Xunit.FactAttribute", "NUnit.Framework.TestAttribute", "Microsoft.VisualStudio.TestTools.UnitTesting.TestMethodAttribute",
        "TUnit.Core.TestAttribute",
        "TUnit.Core.AfterAttribute",
    ];

    [Theory]
    [InlineData("Xunit")]
    [InlineData("NUnit")]
    [InlineData("MSTest")]
    [InlineData("TUnit")]
    public void The_public_api_is_the_approved_one(string framework)
    {
        string fixture = typeof(PublicApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == framework).Value!;
        var adapter = Assembly.LoadFrom(Path.Combine(Path.GetDirectoryName(fixture)!, $"TorchTrust.{framework}.dll"));

        string api = adapter.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = _testAttributes,
        }).ReplaceLineEndings("\n");

        Approved.Demand(TestOfACheck().Replace(api, ""), "..", "TorchTrust.Adapters.Tests", $"PublicApi.{framework}.approved.txt");
    }

    /// <summary>The test of a check, with its attributes.</summary>
    [GeneratedRegex(@"(?: *\[[^\n]*\]\n)* *public System\.Threading\.Tasks\.Task (?!Every_question|Every_part|At_least_)\w+\(\) \{ \}\n")]
    private static partial Regex TestOfACheck();
}
