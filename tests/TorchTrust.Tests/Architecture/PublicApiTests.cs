using PublicApiGenerator;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Architecture;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_api_is_the_approved_one() => Approved.Demand(
        typeof(Trust).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }),
        "Architecture",
        "PublicApi.approved.txt");
}
