using System.Runtime.CompilerServices;

namespace TorchTrust.Tests.Results;

/// <summary>Compares a text with an approved one that lies beside the test.</summary>
internal static class Approved
{
    /// <summary>Fails with the text that was received where it differs from the approved one.</summary>
    public static void Text(string received, string approvedFile, [CallerFilePath] string test = "")
    {
        string approved = Path.Combine(Path.GetDirectoryName(test)!, approvedFile);
        string expected = File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "";
        Assert.True(expected == received + "\n", $"{approvedFile} holds another text. If this one is right, put it there:\n{received}");
    }
}
