using System.Text.RegularExpressions;
using TorchTrust.Tests.Results;

namespace TorchTrust.Tests.Architecture;

/// <summary>
/// The packages are compiled for .NET 8 and .NET 10, and read by the analyzers for .NET 10 alone (Directory.Build.targets): what .NET 8 had
/// for itself, they would not see.
/// </summary>
public sealed partial class FrameworksTests
{
    private static readonly string[] _patterns = ["*.cs", "*.razor", "*.csproj", "*.props"];

    [Fact]
    public void No_source_of_a_package_is_another_for_another_framework()
    {
        string[] files =
        [
            .. from pattern in _patterns
               from file in Directory.EnumerateFiles(Repository.PathOf("src"), pattern, SearchOption.AllDirectories)
               where !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")
               select file,
        ];

        Assert.True(files.Length > 500, $"Only {files.Length} files were found.");
        Assert.All(files, file => Assert.DoesNotMatch(ByFramework(), File.ReadAllText(file)));
    }

    [Theory]
    [InlineData("#if NET10_0_OR_GREATER", true)]
    [InlineData("#elif !NET8_0 && DEBUG", true)]
    [InlineData("#if NUNIT", false)]
    [InlineData("<Compile Include=\"A.cs\" Condition=\"'$(TargetFramework)' == 'net8.0'\" />", true)]
    [InlineData("<ItemGroup Condition=\"'$(TargetFramework)' == 'net8.0'\">", true)]
    [InlineData("<Target Name=\"Pack\" Condition=\"'$(TargetFramework)' == 'net8.0'\">", false)]
    public void What_asks_for_the_framework_is_seen(string text, bool isSeen) => Assert.Equal(isSeen, ByFramework().IsMatch(text));

    /// <summary>A condition in the code, or one of files and properties in a project.</summary>
    [GeneratedRegex(
        @"^\s*#(if|elif)\b.*\bNET[\dCSF]"
            + @"|<(Compile|ItemGroup|PropertyGroup|DefineConstants)\b[^>]*Condition=""[^""]*\$\(TargetFramework\)",
        RegexOptions.Multiline)]
    private static partial Regex ByFramework();
}
