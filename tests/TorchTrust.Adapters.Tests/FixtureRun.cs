using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace TorchTrust.Adapters.Tests;

/// <summary>A run of a framework's fixture by its own runner, read from its result file.</summary>
internal sealed class FixtureRun
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<FixtureRun>>> _whole = new();

    private FixtureRun(IReadOnlyList<ReportedTest> tests, int exitCode)
    {
        Tests = tests;
        ExitCode = exitCode;
    }

    /// <summary>All tests that the runner reported.</summary>
    public IReadOnlyList<ReportedTest> Tests { get; }

    /// <summary>The exit status of the runner: 0 for no failure, 2 for failures.</summary>
    public int ExitCode { get; }

    /// <summary>The test of a name.</summary>
    public ReportedTest this[string name] => Tests.SingleOrDefault(test => test.Name == name)
        ?? throw new InvalidOperationException($"The runner reported no {name}, but {string.Join(", ", Tests.Select(test => test.Name))}.");

    /// <summary>All tests of a framework's fixture; run once.</summary>
    public static Task<FixtureRun> Of(string framework) =>
        _whole.GetOrAdd(framework, name => new Lazy<Task<FixtureRun>>(() => Start(name))).Value;

    /// <summary>Runs a fixture.</summary>
    /// <param name="framework">The test framework.</param>
    /// <param name="arguments">Filters of the runner; none for all tests.</param>
    public static async Task<FixtureRun> Start(string framework, params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("torchtrust-adapter-").FullName;
        try
        {
            string program = typeof(FixtureRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(attribute => attribute.Key == framework).Value!;
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] all =
                ["exec", program, "--results-directory", folder, "--report-trx", "--report-trx-filename", "tests.trx", .. arguments];
            Array.ForEach(all, start.ArgumentList.Add);
            start.Environment["OMP_NUM_THREADS"] = "1";
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            string said = await output + await errors;
            string report = Path.Combine(folder, "tests.trx");
            return File.Exists(report)
                ? new FixtureRun([.. Read(XDocument.Load(report))], process.ExitCode)
                : throw new InvalidOperationException(
                    $"The runner ended with {process.ExitCode} and left no report. It said:{Environment.NewLine}{said}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<ReportedTest> Read(XDocument report)
    {
        XNamespace trx = report.Root!.Name.Namespace;
        Dictionary<string, string> names = report.Descendants(trx + "UnitTest").ToDictionary(
            test => (string)test.Attribute("id")!,
            test => $"{((string)test.Element(trx + "TestMethod")!.Attribute("className")!).Split(',')[0].Split('.')[^1]}."
                + ((string)test.Element(trx + "TestMethod")!.Attribute("name")!).Split('.')[^1].Split('(')[0]);
        return report.Descendants(trx + "UnitTestResult").Select(test => new ReportedTest(
            names[(string)test.Attribute("testId")!],
            (string)test.Attribute("outcome")!,
            string.Concat(test.Descendants(trx + "Output").Select(text => text.Value))));
    }
}
