using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Architecture;

public sealed class LayerTests
{
    private const string Options = "namespace TorchTrust;\npublic sealed class TrustOptions { }\n";

    [Fact]
    public void Folders_depend_downwards_only()
    {
        string source = Repository.PathOf("src", "TorchTrust");
        Dictionary<string, string> files = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(source, path).Replace('\\', '/'), File.ReadAllText)
            .Where(file => !file.Key.StartsWith("obj/", StringComparison.Ordinal) && !file.Key.StartsWith("bin/", StringComparison.Ordinal))
            .ToDictionary();

        Assert.True(files.Count > 100, $"Only {files.Count} files were found in {source}.");
        Assert.Empty(LayerScan.Violations(files));
    }

    [Theory]
    [InlineData("using TorchTrust.Checks;")]
    [InlineData("using static TorchTrust.Checks.Hazard;")]
    [InlineData("class A { TorchTrust.Running.CheckRunner b; }")]
    [InlineData("class A { Checks.Hazard b; }")]
    [InlineData("class A { void B(TrustOptions options) { } }")]
    [InlineData("class A { object b = new TrustOptions(); }")]
    public void A_reference_upwards_is_found(string code) => Assert.Single(Violations(code));

    [Theory]
    [InlineData("using TorchTrust.Probes;")]
    [InlineData("// See TrustOptions and TorchTrust.Checks.Check.")]
    [InlineData("class A { string b = \"TrustOptions\"; }")]
    [InlineData("class A { string TrustOptions { get; } }")]
    [InlineData("class A { object b = Checks.Where(check => check is null); }")]
    public void What_is_no_reference_upwards_is_let_pass(string code) => Assert.Empty(Violations(code));

    [Fact]
    public void A_folder_without_a_place_is_refused() =>
        Assert.Throws<ArgumentException>(() => LayerScan.Violations(new Dictionary<string, string> { ["Elsewhere/A.cs"] = "" }));

    private static IReadOnlyList<string> Violations(string code) => LayerScan.Violations(new Dictionary<string, string>
    {
        ["Running/TrustOptions.cs"] = Options,
        ["Checks/Hazard.cs"] = "namespace TorchTrust.Checks;\ninternal enum Hazard { }\n",
        ["Mutants/A.cs"] = code,
    });
}
