using System.Text.RegularExpressions;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>A project as a template made it.</summary>
/// <param name="folder">Its folder, which has its name.</param>
/// <param name="language"><c>C#</c> or <c>F#</c>.</param>
internal sealed partial class FreshProject(string folder, string language)
{
    private const string Promise = "// Uncomment the next line";

    /// <summary>Its folder.</summary>
    public string Folder => folder;

    /// <summary>Its name.</summary>
    public string Name => Path.GetFileName(folder);

    /// <summary>Whether it is written in F#.</summary>
    public bool IsFSharp => language == "F#";

    /// <summary>The project file.</summary>
    public string File => Path.Combine(folder, $"{Name}.{(IsFSharp ? "fsproj" : "csproj")}");

    /// <summary>Builds it.</summary>
    public async Task Build() => (await Dotnet.Run(folder, "build", "-c", "Release", "-nologo", "-tl:off")).EndedWith(0);

    /// <summary>Runs the tests by the program itself, as `dotnet run` does, and reads the result file.</summary>
    /// <param name="adapter">The test framework, as the package of TorchTrust names it.</param>
    /// <param name="exitCode">What the runner should end with.</param>
    public async Task<ResultFile> RunTests(string adapter, int exitCode)
    {
        // xUnit v3 has an option of its own for the same file.
        string option = adapter == "Xunit" ? "--report-xunit-trx" : "--report-trx";
        (await Dotnet.Run(
            folder,
            [
                "exec", Path.Combine(folder, "bin", "Release", "net10.0", $"{Name}.dll"), "--results-directory", folder, option,
                $"{option}-filename", "tests.trx",
            ]))
            .EndedWith(exitCode);
        return ResultFile.Read(Path.Combine(folder, "tests.trx"));
    }

    /// <summary>Makes the project red: uncomments the line that says so.</summary>
    public void UncommentTheLine()
    {
        string[] sources = [.. Directory.GetFiles(folder, IsFSharp ? "*.fs" : "*.cs")
            .Where(file => System.IO.File.ReadAllText(file).Contains(Promise, StringComparison.Ordinal))];
        string source = Assert.Single(sources);
        string text = System.IO.File.ReadAllText(source);
        string red = Commented().Replace(text, "$1$2");
        Assert.NotEqual(text, red);
        System.IO.File.WriteAllText(source, red);
    }

    [GeneratedRegex("(// Uncomment the next line[^\n]*\n +)// ([^\n]*)")]
    private static partial Regex Commented();
}
