using System.Globalization;
using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// One thing that a training program may do wrong: hears what happens, and decides by it alone. What it hears comes one after the other,
/// whatever the threads; it keeps what it needs in bounded memory and nothing of the program alive.
/// </summary>
/// <param name="info">What it is called.</param>
internal abstract class WatchRule(WatchRuleInfo info)
{
    private const int MostAnswers = 3;

    private readonly List<Finding> _findings = [];
    private Severity _severity = Severity.Question;

    /// <summary>What it is called.</summary>
    public WatchRuleInfo Info { get; } = info;

    /// <summary>Whether something was found that was not told yet.</summary>
    public bool HasNews { get; private set; }

    /// <summary>The number of things that were found.</summary>
    public int Found => _findings.Count;

    /// <summary>The record of the run.</summary>
    protected TrainingRecord Record { get; private set; } = null!;

    /// <summary>Begins.</summary>
    public void Begin(TrainingRecord record) => Record = record;

    /// <summary>An optimizer was made.</summary>
    public virtual void OptimizerMade(SeenOptimizer optimizer)
    {
    }

    /// <summary>An optimizer is about to take a step.</summary>
    public virtual void BeforeStep(StepLook step)
    {
    }

    /// <summary>An optimizer has taken a step.</summary>
    public virtual void AfterStep(StepLook step)
    {
    }

    /// <summary>A backward pass is about to begin.</summary>
    /// <param name="loss">What it begins at; null where that is not seen.</param>
    /// <param name="source">The line.</param>
    public virtual void BeforeBackward(TorchSharp.torch.Tensor? loss, SourceLocation? source)
    {
    }

    /// <summary>Gradients were cleared.</summary>
    public virtual void Cleared(SourceLocation? source)
    {
    }

    /// <summary>Gradients were clipped by their norm.</summary>
    public virtual void Clipped(ClipCall clip)
    {
    }

    /// <summary>A schedule was stepped by the program.</summary>
    public virtual void Scheduled(SeenSchedule schedule, SourceLocation? source)
    {
    }

    /// <summary>A model was moved or converted.</summary>
    public virtual void Moved(SeenModel model, SourceLocation? source)
    {
    }

    /// <summary>The mode of a model was set.</summary>
    public virtual void ModeSet(SeenModel model, bool isTraining, SourceLocation? source)
    {
    }

    /// <summary>A seed was set.</summary>
    public virtual void Seeded(SeedCall seed)
    {
    }

    /// <summary>A module was called by the program.</summary>
    public virtual void Called(ModuleCall call)
    {
    }

    /// <summary>A model is about to be called where gradients are recorded.</summary>
    public virtual void Training(SeenModel model)
    {
    }

    /// <summary>A model is about to be called where no gradient is recorded; the first time in a row begins it.</summary>
    public virtual void Evaluating(SeenEvaluation row)
    {
    }

    /// <summary>A row of calls without gradients has ended.</summary>
    public virtual void Evaluated(SeenEvaluation row)
    {
    }

    /// <summary>Rows were read of a tensor that lives on.</summary>
    /// <param name="source">What tells the tensor from others.</param>
    /// <param name="rows">Hashes of rows that are rich enough.</param>
    public virtual void RowsRead(object source, IReadOnlyList<ulong> rows)
    {
    }

    /// <summary>A module is about to be loaded.</summary>
    public virtual void Loading(LoadCall load)
    {
    }

    /// <summary>A module was loaded.</summary>
    public virtual void Loaded(LoadCall load)
    {
    }

    /// <summary>A model was saved, or its state was asked for.</summary>
    /// <param name="model">The model.</param>
    /// <param name="isToFile">Whether it was written, and not handed to the program.</param>
    /// <param name="source">The line.</param>
    public virtual void Saved(SeenModel model, bool isToFile, SourceLocation? source)
    {
    }

    /// <summary>A module was called, from wherever; told only while <see cref="TrainingRecord.HearsEachModule"/> is set.</summary>
    public virtual void Ran(TorchSharp.torch.nn.Module module)
    {
    }

    /// <summary>What it tells and does not judge, one phrase each.</summary>
    public virtual IEnumerable<string> Information() => [];

    /// <summary>Decides what only the end decides.</summary>
    /// <param name="end">How the run ended.</param>
    public virtual void Ended(RunEnd end)
    {
    }

    /// <summary>What was looked at, or why nothing is decided.</summary>
    /// <param name="end">How the run stands.</param>
    protected abstract (Verdict Verdict, string? Reason) Stand(RunEnd end);

    /// <summary>What it says.</summary>
    /// <param name="end">How the run stands.</param>
    public CheckResult Result(RunEnd end)
    {
        HasNews = false;
        (Verdict verdict, string? reason) = _findings.Count > 0 ? (Verdict.Failed, null) : Stand(end);
        return new CheckResult(Info.Id, Info.Title, verdict)
        {
            Area = "Watch",
            Severity = _severity,
            Reason = verdict == Verdict.Passed ? null : reason,
            Findings = [.. _findings],
            Why = Info.Why,
            Remedy = Info.Remedy,
            Declaration = verdict == Verdict.Failed && _severity == Severity.Question ? Answers() : null,
        };
    }

    /// <summary>The entries of <c>torchtrust.json</c> that would answer it: one for each place, the modules for many parameters.</summary>
    private string? Answers()
    {
        string[] places = [.. _findings.Select(finding => finding.Parameter).OfType<string>().Distinct()];
        if (places.Length == 0)
        {
            places = [.. _findings.Select(finding => finding.Source).OfType<SourceLocation>().Select(source => Line(source)).Distinct()];
        }
        else if (places.Length > MostAnswers)
        {
            places = [.. places.Select(place => place.Split('.')[0] + ".*").Distinct()];
        }

        string[] lines = [.. places.Take(MostAnswers).DefaultIfEmpty("*").Select(place => WatchedRun.Answer(Info.Id, place))];
        return string.Join('\n', lines);
    }

    /// <summary>Notes what was found.</summary>
    protected void Find(Severity severity, Finding finding)
    {
        if (_findings.Count < 1000)
        {
            _findings.Add(finding);
        }

        _severity = severity > _severity ? severity : _severity;
        HasNews = true;
    }

    /// <summary>A pass.</summary>
    protected static (Verdict Verdict, string? Reason) Passed => (Verdict.Passed, null);

    /// <summary>It does not apply.</summary>
    protected static (Verdict Verdict, string? Reason) Skipped(string reason) => (Verdict.Skipped, reason);

    /// <summary>It is not decided.</summary>
    protected static (Verdict Verdict, string? Reason) Open(string reason) => (Verdict.Inconclusive, reason);

    /// <summary>A finding that names no parameter.</summary>
    protected static Finding At(string what, SourceLocation? source, params (string Name, double Value)[] numbers) =>
        new(what) { Source = source, Numbers = numbers.ToDictionary(number => number.Name, number => number.Value) };

    /// <summary>A line in words, such as <c>Program.cs:12</c>.</summary>
    protected static string Line(SourceLocation? source) => source is null
        ? "a line that is not known"
        : string.Create(CultureInfo.InvariantCulture, $"{source.File[(source.File.LastIndexOfAny(['/', '\\']) + 1)..]}:{source.Line}");
}
