using TorchTrust.Tests.Docs;

namespace TorchTrust.Tests.Architecture;

/// <summary>No line is wider than two windows side by side show. What stands in a raw string is somebody else's text.</summary>
public sealed class LineLengthTests
{
    private const int Limit = 140;
    private const string RawString = "\"\"\"";

    [Theory]
    [InlineData("bench")]
    [InlineData("build")]
    [InlineData("samples")]
    [InlineData("src")]
    [InlineData("tests")]
    public void Lines_have_at_most_140_characters(string folder)
    {
        string[] files = [.. SourceFiles.Of(folder)];

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(Long));
    }

    private static IEnumerable<string> Long(string file)
    {
        bool isRaw = false;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            bool begins = line.Split(RawString).Length % 2 == 0;
            if (line.Length > Limit && !isRaw)
            {
                yield return $"{Path.GetRelativePath(CheckPages.Root, file)}:{number} has {line.Length} characters";
            }

            isRaw ^= begins;
        }
    }
}
