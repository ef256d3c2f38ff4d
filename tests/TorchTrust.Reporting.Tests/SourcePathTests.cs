using TorchTrust.Reporting.Exchange;

namespace TorchTrust.Reporting.Tests;

/// <summary>Paths as debug symbols of each system have them.</summary>
public sealed class SourcePathTests
{
    [Theory]
    [InlineData(@"C:\src\net\Models\Net.cs", @"C:\src\net", "Models/Net.cs")]
    [InlineData(@"C:\src\net\Models\Net.cs", @"C:\src\net\", "Models/Net.cs")]
    [InlineData("C:/src/net/Net.cs", @"C:\src\net", "Net.cs")]
    [InlineData("/Users/ada/net/Net.cs", "/Users/ada/net", "Net.cs")]
    [InlineData("/_/Models/Net.cs", null, "Models/Net.cs")]
    [InlineData(@"D:\src\net\Net.cs", @"C:\src\net", null)]
    [InlineData(@"C:\src\network\Net.cs", @"C:\src\net", null)]
    [InlineData("/home/ada/net/Net.cs", null, null)]
    public void Are_relative_to_the_repository_with_forward_slashes(string file, string? root, string? relative) =>
        Assert.Equal(relative, SourcePath.Relative(file, root));
}
