using TorchTrust.Packages.Tests.Feed;

namespace TorchTrust.Packages.Tests;

/// <summary>A project of xUnit v2, which would find none of the tests that it inherits, and be green.</summary>
public sealed class OlderXunitTests(Workshop workshop)
{
    private const string Targets = "TorchTrust.Xunit.targets";

    [Theory]
    [InlineData("xunit", "2.9.3", 1)]
    [InlineData("xunit.core", "2.9.3", 1)]
    [InlineData("xunit.v3", "4.0.2", 0)]
    public async Task It_is_refused_at_build_time_with_what_to_do(string package, string version, int exitCode)
    {
        PackageFeed feed = await workshop.Feed;
        string name = $"of-{package}";
        feed.Write(
            $"{name}/{Targets}", System.Text.Encoding.UTF8.GetString(feed.Open("TorchTrust.Xunit").Read($"buildTransitive/{Targets}")));
        feed.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{version}" />
              </ItemGroup>
              <Import Project="{Targets}" />
            </Project>
            """);

        // What runs before the compiler, without packages that nobody here uses otherwise.
        Dotnet built =
            (await Dotnet.Run(Path.Combine(feed.Folder, name), "msbuild", "-t:TorchTrustRefuseXunit2", "-nologo")).EndedWith(exitCode);

        Assert.Equal(exitCode == 1, built.Output.Contains(
            $"error TT0001: TorchTrust.Xunit is for xUnit v3, and this project references '{package}'", StringComparison.Ordinal));
        Assert.Equal(exitCode == 1, built.Output.Contains("Replace it by xunit.v3", StringComparison.Ordinal));
    }
}
