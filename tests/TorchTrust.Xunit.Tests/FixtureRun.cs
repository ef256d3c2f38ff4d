using System.Diagnostics;
using System.Reflection;
using System.Xml.Linq;

namespace TorchTrust.Xunit.Tests;

/// <summary>A run of the fixture's tests by the real runner, read from its result file.</summary>
internal sealed class FixtureRun
{
    private const string Namespace = "TorchTrust.Xunit.Fixture.";

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
        ?? throw new InvalidOperationException(
            $"The runner reported no {name}, but {string.Join(", ", Tests.Select(test => test.Name))}.");

    /// <summary>Runs the fixture.</summary>
    /// <param name="arguments">Filters of the runner; none for all tests.</param>
    public static async Task<FixtureRun> Start(params string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("torchtrust-xunit-").FullName;
        try
        {
            string program = typeof(FixtureRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(attribute => attribute.Key == "FixtureProgram").Value!;
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            string[] all =
            [
                "exec", program, "--results-directory", folder, "--report-xunit-trx", "--report-xunit-trx-filename", "tests.trx",
                .. arguments,
            ];
            Array.ForEach(all, start.ArgumentList.Add);
            start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
            start.Environment["OMP_NUM_THREADS"] = "1";
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
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
        return report.Descendants(trx + "UnitTestResult").Select(test => new ReportedTest(
            ((string)test.Attribute("testName")!).Replace(Namespace, "", StringComparison.Ordinal),
            (string)test.Attribute("outcome")!,
            string.Concat(test.Descendants(trx + "Message").Concat(test.Descendants(trx + "StdOut")).Select(text => text.Value))));
    }
}
