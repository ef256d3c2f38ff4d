using System.Text.RegularExpressions;

namespace TorchTrust.Cli.Tests.Watching;

/// <summary>A run of <c>torchtrust watch</c> on one of the small trainings, and what came of it.</summary>
internal sealed partial class WatchedTraining : IDisposable
{
    private static readonly (string Name, string[] Lines)[] _sources =
    [
        .. Directory.GetFiles(Path.Combine(Place.Repository, "tests", "TorchTrust.Watch.Fixture"), "Trainings*.cs")
            .Select(file => (Path.GetFileName(file), File.ReadAllLines(file))),
    ];

    private readonly Workplace _place;

    private WatchedTraining(Workplace place, ToolRun run)
    {
        _place = place;
        Run = run;
    }

    /// <summary>The process of the tool.</summary>
    public ToolRun Run { get; }

    /// <summary>The report.</summary>
    public TrustReport Report => _place.Run("run.json").Reports[0];

    /// <summary>What failed and stands for itself.</summary>
    public IReadOnlyList<CheckResult> Found =>
        [.. Report.Results.Where(result => result is { Verdict: Verdict.Failed, ExplainedBy: null, Answer: null })];

    /// <summary>The pictures of the run.</summary>
    public IReadOnlyList<Picture> Pictures => Report.Results.Single(result => result.CheckId == "watch-seen").Pictures;

    /// <summary>What was seen of something, in words.</summary>
    public string Seen(string what) => Pictures.OfType<TablePicture>().Single().Rows.First(row => row[0] == what)[1];

    /// <summary>Watches a training to its end, at every step.</summary>
    public static async Task<WatchedTraining> Of(string training, params string[] options)
    {
        WatchedTraining watched = Start(training, options);
        await watched.Run.End();
        return watched;
    }

    /// <summary>Begins to watch a training, at every step.</summary>
    public static WatchedTraining Start(string training, params string[] options)
    {
        var place = new Workplace();
        return new WatchedTraining(place, ToolRun.Start(
            place, ["watch", Place.Watched, "--share", "100", "--json", "run.json", .. options, "--", .. training.Split(' ')]));
    }

    /// <summary>The file and the line of the fault of a training: the first that says so in its method.</summary>
    public static (string File, int Line) FaultOf(string training)
    {
        string method = _sources.SelectMany(source => source.Lines).Select(line => Entry().Match(line))
            .First(match => match.Success && match.Groups[1].Value == training).Groups[2].Value;
        (string name, string[] lines) = _sources.Single(source => LineOf($"void {method}(", source.Lines) >= 0);
        return (name, 1 + LineOf("// FAULT", lines, start: LineOf($"void {method}(", lines)));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Run.Dispose();
        _place.Dispose();
    }

    private static int LineOf(string text, string[] lines, int start = 0) =>
        Array.FindIndex(lines, start, line => line.Contains(text, StringComparison.Ordinal));

    [GeneratedRegex("""\["([a-z-]+)"\] = (\w+),""")]
    private static partial Regex Entry();
}
