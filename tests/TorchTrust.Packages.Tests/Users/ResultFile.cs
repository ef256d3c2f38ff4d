using System.Xml.Linq;

namespace TorchTrust.Packages.Tests.Users;

/// <summary>The tests of a run, as the runner's own result file (TRX) has them.</summary>
internal sealed class ResultFile
{
    private readonly Dictionary<string, (string Outcome, string Message)> _tests;

    private ResultFile(Dictionary<string, (string Outcome, string Message)> tests) => _tests = tests;

    /// <summary>The names of all tests: the class and the method.</summary>
    public IReadOnlyList<string> Names => [.. _tests.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The names of the tests that ended so.</summary>
    /// <param name="outcome">Such as <c>Passed</c>, <c>Failed</c> or <c>NotExecuted</c>.</param>
    public IReadOnlyList<string> Of(string outcome) => [.. Names.Where(name => _tests[name].Outcome == outcome)];

    /// <summary>What a test ended with, and what it said.</summary>
    public (string Outcome, string Message) this[string name] => _tests.TryGetValue(name, out (string, string) test)
        ? test
        : throw new KeyNotFoundException($"The result file has no test {name}, but {string.Join(", ", Names)}.");

    /// <summary>Reads a result file.</summary>
    public static ResultFile Read(string path)
    {
        XElement report = XDocument.Load(path).Root!;
        XNamespace trx = report.Name.Namespace;
        var names = report.Descendants(trx + "UnitTest").ToDictionary(
            test => (string)test.Attribute("id")!, test => NameOf(test.Element(trx + "TestMethod")!));
        return new ResultFile(report.Descendants(trx + "UnitTestResult").ToDictionary(
            test => names[(string)test.Attribute("testId")!],
            test => ((string)test.Attribute("outcome")!, string.Concat(test.Descendants(trx + "Output").Select(output => output.Value)))));
    }

    /// <summary>
    /// Frameworks write the class with its namespace, some its assembly too, and some the method with its class or its arguments.
    /// </summary>
    private static string NameOf(XElement method)
    {
        string type = ((string)method.Attribute("className")!).Split(',')[0].Split('.')[^1];
        return $"{type}.{((string)method.Attribute("name")!).Split('(')[0].Split('.')[^1]}";
    }
}
