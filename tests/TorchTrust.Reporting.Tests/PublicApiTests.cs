using PublicApiGenerator;
using TorchTrust.Tests.Results;

namespace TorchTrust.Reporting.Tests;

public sealed class PublicApiTests
{
    /// <summary>The components are public by their compiler, and no interface of ours.</summary>
    [Fact]
    public void The_public_api_is_the_approved_one() => Approved.Demand(
        typeof(HtmlReport).Assembly.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            IncludeTypes = [.. typeof(HtmlReport).Assembly.GetExportedTypes().Where(type => type.Namespace == "TorchTrust.Reporting")],
        }),
        "..",
        "TorchTrust.Reporting.Tests",
        "PublicApi.approved.txt");
}
