using TorchTrust.Tests.Docs;

namespace TorchTrust.Tests.Architecture;

/// <summary>How lines end, which the compiler's rule of format (IDE0055) leaves open.</summary>
public sealed class LineEndTests
{
    [Theory]
    [InlineData("bench")]
    [InlineData("build")]
    [InlineData("samples")]
    [InlineData("src")]
    [InlineData("tests")]
    public void Each_line_ends_in_a_line_feed_alone_and_the_last_is_not_empty(string folder)
    {
        string[] files = [.. SourceFiles.Of(folder)];

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(file => !EndsWell(File.ReadAllText(file))).Select(file => Path.GetRelativePath(CheckPages.Root, file)));
    }

    private static bool EndsWell(string text) =>
        !text.Contains('\r') && text.EndsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal);
}
