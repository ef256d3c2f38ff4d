using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TorchTrust.CheckMutations;

/// <summary>A copy of the sources in which each decision of the checks is guarded by a switch, and its build.</summary>
/// <param name="repository">The root of the repository.</param>
/// <param name="folder">Gets the copy.</param>
/// <param name="only">Parts of the names of the files that are mutated, joined by commas; null for all.</param>
internal sealed partial class MutatedSources(string repository, string folder, string? only)
{
    private const int MostBuilds = 20;

    private static readonly string[] _copied =
    [
        "src/TorchTrust", "src/TorchTrust.Host", "src/TorchTrust.Generators", "src/TorchTrust.Weaving", "tests/TorchTrust.Tests",
        "tests/TorchTrust.RightLosses", "tests/TorchTrust.RightModels", "tests/Shared", "build",
    ];

    private readonly HashSet<(string File, string Original, string Mutated, int Occurrence)> _excluded = [];

    /// <summary>The tests, built with all mutations.</summary>
    public string Tests => Path.Combine(folder, "tests/TorchTrust.Tests/bin/Release/net10.0/TorchTrust.Tests.dll");

    /// <summary>The mutations that do not compile, such as one that leaves a variable unassigned.</summary>
    public IReadOnlyCollection<(string File, string Original, string Mutated, int Occurrence)> Excluded => _excluded;

    private string ExcludedFile => Path.Combine(folder, "excluded.jsonl");

    private string Library => Path.Combine(repository, "src/TorchTrust");

    /// <summary>What all checks share, and the checks of each wing.</summary>
    private IEnumerable<string> CheckFolders => new[] { Library }.Concat(Directory.EnumerateDirectories(Library))
        .Select(folder => Path.Combine(folder, "Checks")).Where(Directory.Exists);

    /// <summary>Writes and builds the copy.</summary>
    /// <returns>The mutations, those left out that do not compile.</returns>
    /// <exception cref="InvalidOperationException">The copy does not build, for another reason than a mutation.</exception>
    public IReadOnlyList<Mutation> Build()
    {
        Copy();

        // What did not compile in an earlier run does not now.
        _excluded.UnionWith(File.Exists(ExcludedFile)
            ? File.ReadLines(ExcludedFile).Select(line => JsonSerializer.Deserialize<Key>(line)!)
                .Select(key => (key.File, key.Original, key.Mutated, key.Occurrence))
            : []);
        for (int build = 0; build < MostBuilds; build++)
        {
            List<Mutation> mutations = Mutate();

            // The library alone tells what does not compile; all else is built once.
            string output = RunBuild(out bool isBuilt, "src/TorchTrust", "-f", "net10.0");
            output = isBuilt ? RunBuild(out isBuilt, "tests/TorchTrust.Tests") : output;
            if (isBuilt)
            {
                return [.. mutations.Where(mutation => !_excluded.Contains(mutation.Key))];
            }

            if (!Exclude(output, mutations))
            {
                throw new InvalidOperationException($"The mutated copy in {folder} does not build:\n{output}");
            }

            // At each attempt, so that the next call goes on where this one gives up.
            File.WriteAllLines(
                ExcludedFile,
                _excluded.Select(key => JsonSerializer.Serialize(new Key(key.File, key.Original, key.Mutated, key.Occurrence))));
        }

        throw new InvalidOperationException($"The mutated copy in {folder} does not build after {MostBuilds} attempts.");
    }

    private sealed record Key(string File, string Original, string Mutated, int Occurrence);

    private void Copy()
    {
        var kept = new HashSet<string>(StringComparer.Ordinal);
        IEnumerable<string> files = _copied.Select(part => Path.Combine(repository, part))
            .SelectMany(part => Directory.EnumerateFiles(part, "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(repository, "Directory.*"))
            .Concat(Directory.EnumerateFiles(Path.Combine(repository, "tests"), "Directory.*"))
            .Append(Path.Combine(repository, "global.json")).Append(Path.Combine(repository, "TorchTrust.slnx"));
        foreach (string file in files.Where(file => !IsBuilt(file)).Except(CheckFiles()))
        {
            string path = Path.GetRelativePath(repository, file);
            kept.Add(path);
            string text = File.ReadAllText(file);
            Write(path, path.EndsWith("TorchTrust.Tests.csproj", StringComparison.Ordinal)
                ? text.Replace("</OutputType>", "</OutputType><StartupObject>MutationRunner</StartupObject>", StringComparison.Ordinal)
                : text);
        }

        Write("src/TorchTrust/MutationSwitch.cs", Injected("MutationSwitch.cs"));
        Write("tests/TorchTrust.Tests/MutationRunner.cs", Injected("MutationRunner.cs"));
        kept.UnionWith(["src/TorchTrust/MutationSwitch.cs", "tests/TorchTrust.Tests/MutationRunner.cs"]);
        kept.UnionWith(CheckFiles().Select(file => Path.GetRelativePath(repository, file)));
        foreach (string stale in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !IsBuilt(file) && !kept.Contains(Path.GetRelativePath(folder, file))))
        {
            File.Delete(stale);
        }
    }

    private List<Mutation> Mutate()
    {
        List<Mutation> mutations = [];
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        foreach (string file in CheckFiles())
        {
            string name = NameOf(file);
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file), options).GetRoot();
            if (root.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
            {
                throw new InvalidOperationException($"{file} is not understood: {error}");
            }

            SyntaxNode mutated = new Mutator(name, mutations, _excluded).Visit(root);
            Write(Path.GetRelativePath(repository, file), mutated.ToFullString());
        }

        return mutations;
    }

    /// <summary>What is mutated; the other checks are copied as they are.</summary>
    private IEnumerable<string> CheckFiles() => CheckFolders
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => only?.Split(',').Any(part => NameOf(file).Contains(part, StringComparison.Ordinal)) ?? true)
        .Order(StringComparer.Ordinal);

    private string NameOf(string file) => Path.GetRelativePath(Library, file).Replace('\\', '/');

    private string RunBuild(out bool isBuilt, params string[] what)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])
        [
            "build", .. what, "-c", "Release", "-v", "quiet", "-nologo", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false",
            "-p:TreatWarningsAsErrors=false", "-p:GenerateDocumentationFile=false", "-p:WarningLevel=0",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd() + errors.Result;
        process.WaitForExit();
        isBuilt = process.ExitCode == 0;
        return string.Join('\n', output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct());
    }

    /// <summary>Finds the mutations at the places of errors.</summary>
    private bool Exclude(string output, List<Mutation> mutations)
    {
        int before = _excluded.Count;
        foreach (Match match in ErrorPattern().Matches(output))
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(File.ReadAllText(match.Groups["file"].Value));
            int position = tree.GetText().Lines[int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture) - 1].Start
                + int.Parse(match.Groups["column"].Value, CultureInfo.InvariantCulture) - 1;
            SyntaxNode place = tree.GetRoot().FindToken(position).Parent!;
            InvocationExpressionSyntax? guard = place.AncestorsAndSelf().TakeWhile(node => node is not MemberDeclarationSyntax)
                .Select(node => node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(IsGuard))
                .FirstOrDefault(found => found is not null);
            foreach (ArgumentSyntax argument in guard?.ArgumentList.Arguments ?? [])
            {
                if (argument.Expression is LiteralExpressionSyntax literal && int.TryParse(literal.ToString(), out int id))
                {
                    _excluded.Add(mutations[id - 1].Key);
                }
            }
        }

        return _excluded.Count > before;
    }

    private static bool IsGuard(InvocationExpressionSyntax call) =>
        call.Expression.ToString().Contains("MutationSwitch", StringComparison.Ordinal);

    private static bool IsBuilt(string file) => file.Contains("/bin/", StringComparison.Ordinal)
        || file.Contains("/obj/", StringComparison.Ordinal)
        || file.Contains("\\bin\\", StringComparison.Ordinal) || file.Contains("\\obj\\", StringComparison.Ordinal);

    private static string Injected(string name)
    {
        using var reader = new StreamReader(typeof(MutatedSources).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    /// <summary>What stays as it is keeps its time, so that nothing is built twice.</summary>
    private void Write(string path, string text)
    {
        string target = Path.Combine(folder, path);
        if (!File.Exists(target) || File.ReadAllText(target) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, text);
        }
    }

    [GeneratedRegex(@"(?<file>[^\s(]+Checks[^\s(]+\.cs)\((?<line>\d+),(?<column>\d+)\): error")]
    private static partial Regex ErrorPattern();
}
