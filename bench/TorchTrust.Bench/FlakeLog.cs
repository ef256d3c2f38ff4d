using System.Globalization;
using System.Text.Json;
using MathNet.Numerics.Distributions;
using Spectre.Console;

namespace TorchTrust.Bench;

/// <summary>All verdicts so far, in a file of one row a line. For several threads at a time.</summary>
internal sealed class FlakeLog : IDisposable
{
    private readonly List<FlakeRow> _rows;
    private readonly StreamWriter _writer;
    private readonly Lock _lock = new();

    private FlakeLog(List<FlakeRow> rows, StreamWriter writer) => (_rows, _writer) = (rows, writer);

    /// <summary>The number of rows.</summary>
    public int Rows
    {
        get
        {
            lock (_lock)
            {
                return _rows.Count;
            }
        }
    }

    /// <summary>Reads a file, or begins one.</summary>
    public static FlakeLog Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        List<FlakeRow> rows = File.Exists(path)
            ? [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<FlakeRow>(line)!)]
            : [];
        return new FlakeLog(rows, File.AppendText(path));
    }

    /// <summary>Whether a row is there.</summary>
    public bool Holds(string subject, long seed, int threads)
    {
        lock (_lock)
        {
            return _rows.Any(row => row.Subject == subject && row.Seed == seed && row.Threads == threads);
        }
    }

    /// <summary>The checks that were not skipped on a subject; null where it was not checked yet.</summary>
    public IReadOnlyCollection<string>? Applicable(string subject)
    {
        lock (_lock)
        {
            FlakeRow[] rows = [.. _rows.Where(row => row.Subject == subject)];
            return rows.Length == 0 ? null : [.. Decided(rows).Select(entry => entry.Check).Distinct()];
        }
    }

    /// <summary>The checks that were decided on some subject, but more rarely than so many times.</summary>
    public IReadOnlyCollection<string> Wanting(int runs)
    {
        lock (_lock)
        {
            return [.. Decided(_rows).GroupBy(entry => entry.Check).Where(check => check.Count() < runs).Select(check => check.Key)];
        }
    }

    /// <summary>Adds a row, and writes it.</summary>
    public void Add(FlakeRow row)
    {
        lock (_lock)
        {
            _rows.Add(row);
            _writer.WriteLine(JsonSerializer.Serialize(row));
            _writer.Flush();
        }
    }

    /// <summary>Runs, changes of verdict, and the bound of their rate, check by check.</summary>
    public Table Table()
    {
        var table = new Table().MarkdownBorder()
            .AddColumns("check", "subjects", "runs", "changes of verdict", "95 % upper bound of the rate");
        foreach (IGrouping<string, (string Check, string Subject, Verdict Verdict)> check in
            Decided(_rows).GroupBy(entry => entry.Check).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var subjects = check.GroupBy(entry => entry.Subject).ToList();
            int runs = check.Count();
            int changes = subjects.Sum(subject =>
                subject.Count() - subject.GroupBy(entry => entry.Verdict).Max(verdict => verdict.Count()));

            // Clopper and Pearson, one-sided.
            double bound = changes == runs ? 1 : Beta.InvCDF(changes + 1, runs - changes, 0.95);
            table.AddRow(
                check.Key, $"{subjects.Count}", $"{runs}", $"{changes}", string.Create(CultureInfo.InvariantCulture, $"{bound:p3}"));
        }

        return table;
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();

    private static IEnumerable<(string Check, string Subject, Verdict Verdict)> Decided(IEnumerable<FlakeRow> rows) =>
        from row in rows
        from entry in row.Verdicts
        where entry.Value != Verdict.Skipped
        select (entry.Key, row.Subject, entry.Value);
}
