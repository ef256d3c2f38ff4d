namespace TorchTrust.Tests.Results;

/// <summary>Compares texts with approved files. With TORCHTRUST_APPROVE=1 the files are written instead: review them in the diff.</summary>
internal static class Approved
{
    /// <summary>Demands that a text is the approved one.</summary>
    /// <param name="actual">The text.</param>
    /// <param name="parts">The path of the file below this test project.</param>
    public static void Demand(string actual, params string[] parts)
    {
        string path = Repository.PathOf(["tests", "TorchTrust.Tests", .. parts]);
        string normal = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("TORCHTRUST_APPROVE") == "1")
        {
            File.WriteAllText(path + ".new", normal);
            File.Move(path + ".new", path, overwrite: true);
        }

        string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        DemandEqual(path, approved, normal);
    }

    /// <summary>Demands that a text is the approved one of this folder.</summary>
    public static void Text(string received, string approvedFile) => Demand(received, "Results", approvedFile);

    /// <summary>Demands that two texts are the same, and shows where they are not.</summary>
    internal static void DemandEqual(string path, string approved, string actual) =>
        Assert.True(approved == actual, $"{path} is not what was made:\n{Difference(approved, actual)}");

    /// <summary>The lines that are missing (-) and those that were not expected (+), in order, between equal ends.</summary>
    internal static string Difference(string approved, string actual)
    {
        string[] before = approved.Split('\n');
        string[] after = actual.Split('\n');
        int shorter = Math.Min(before.Length, after.Length);
        int head = 0;
        while (head < shorter && before[head] == after[head])
        {
            head++;
        }

        int tail = 0;
        while (tail < shorter - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        return string.Join('\n', [
            $"from line {head + 1}:",
            .. before[head..^tail].Select(line => $"- {line}"),
            .. after[head..^tail].Select(line => $"+ {line}")]);
    }
}
