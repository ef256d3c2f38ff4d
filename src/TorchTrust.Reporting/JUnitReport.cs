using System.Globalization;
using System.Xml;

namespace TorchTrust.Reporting;

/// <summary>
/// A run as JUnit XML, which most CI servers read: one suite a subject, one test a check. An open question is a failure of type
/// <c>question</c>, unless the run lets questions pass. What could not decide, what the baseline knows, what is answered and what
/// follows from another failure is skipped, with its reason.
/// </summary>
public static class JUnitReport
{
    /// <summary>Writes the document.</summary>
    /// <param name="run">The run.</param>
    /// <param name="writer">Gets the document.</param>
    public static void Write(TrustRun run, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        using var xml = XmlWriter.Create(writer, new XmlWriterSettings { Indent = true, NewLineChars = "\n", CloseOutput = false });
        xml.WriteStartDocument();
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "TorchTrust");
        xml.WriteAttributeString("time", Seconds(run.Duration));
        WriteCounts(xml, run, run.Reports);
        foreach (TrustReport report in run.Reports)
        {
            WriteSuite(xml, run, report);
        }

        xml.WriteEndElement();
        xml.WriteEndDocument();
    }

    private static void WriteSuite(XmlWriter xml, TrustRun run, TrustReport report)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Printable.Text(report.Subject));
        WriteCounts(xml, run, [report]);
        xml.WriteAttributeString("skipped", Number(report.Results.Count(result => SkipReason(run, report, result) is not null)));
        xml.WriteAttributeString("time", Seconds(report.Duration));
        if (run.Started is { } started)
        {
            xml.WriteAttributeString("timestamp", started.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture));
        }

        WriteProperties(xml, run, report);
        if (report.Failure is not null)
        {
            WriteCase(
                xml,
                report.Subject,
                "can be opened",
                TimeSpan.Zero,
                () => WriteProblem(xml, "error", "NotOpened", report.Failure, report.Failure));
        }

        foreach (CheckResult result in report.Results)
        {
            WriteCase(xml, result.Looked(report.Subject), result.CheckId, result.Duration, () => WriteOutcome(xml, run, report, result));
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string subject, string name, TimeSpan duration, Action writeOutcome)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", Printable.Text(name));
        xml.WriteAttributeString("classname", $"TorchTrust.{Printable.Text(subject)}");
        xml.WriteAttributeString("time", Seconds(duration));
        writeOutcome();
        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, TrustRun run, TrustReport report, CheckResult result)
    {
        string first = result.Findings is [{ What: { } what }, ..] ? what : result.Title;
        if (SkipReason(run, report, result) is { } reason)
        {
            WriteProblem(xml, "skipped", result.Verdict.ToString(), reason, null);
        }
        else if (IsFailure(run, Standings.Of(run, report, result)))
        {
            string type = result.Severity == Severity.Question ? "question" : result.CheckId;
            WriteProblem(xml, "failure", type, first, ResultText.Render(Cause.Of(report, result)));
        }
        else
        {
            xml.WriteElementString("system-out", Printable.Text(result.ToString()));
        }
    }

    private static bool IsFailure(TrustRun run, Standing standing) =>
        standing == Standing.Failed || (standing == Standing.Question && !run.AllowsQuestions);

    private static string? SkipReason(TrustRun run, TrustReport report, CheckResult result) => result.Verdict switch
    {
        Verdict.Skipped => result.Reason ?? "skipped",
        Verdict.Inconclusive => $"inconclusive: {result.Reason}",
        Verdict.Failed when result.ExplainedBy is { } cause => $"follows from {cause}, and goes when that is mended",
        Verdict.Failed when result.Answer is { } answer => $"answered: {answer}",
        Verdict.Failed when run.Known(report, result) is { } known => $"known: {known.Reason}",
        _ => null,
    };

    private static void WriteProblem(XmlWriter xml, string element, string type, string message, string? text)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", Printable.Text(message));
        xml.WriteString(Printable.Text(text));
        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, TrustRun run, TrustReport report)
    {
        (string Name, string? Value)[] properties =
        [
            ("command", run.Command),
            ("seed", report.Seed.ToString(CultureInfo.InvariantCulture)),
            ("TorchTrust", report.Environment?.TorchTrust),
            ("TorchSharp", report.Environment?.TorchSharp),
            ("device", report.Environment?.Device),
            (".NET", report.Environment?.Runtime),
            ("operating system", report.Environment?.OperatingSystem),
        ];
        xml.WriteStartElement("properties");
        foreach ((string name, string? value) in properties.Where(property => property.Value is not null))
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", Printable.Text(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, TrustRun run, IReadOnlyList<TrustReport> reports)
    {
        int errors = reports.Count(report => report.Failure is not null);
        xml.WriteAttributeString("tests", Number(errors + reports.Sum(report => report.Results.Count)));
        xml.WriteAttributeString(
            "failures", Number(reports.Sum(report => report.Results.Count(result => IsFailure(run, Standings.Of(run, report, result))))));
        xml.WriteAttributeString("errors", Number(errors));
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan duration) => duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
