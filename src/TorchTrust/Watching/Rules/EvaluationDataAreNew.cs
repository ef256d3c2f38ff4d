using System.Runtime.CompilerServices;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// Rows that a model is evaluated on are among those that it was trained on: some of them, but not all. Rows are compared where a model
/// gets them, and where they are read of a tensor that lives on, before they are augmented.
/// </summary>
internal sealed class EvaluationDataAreNew() : WatchRule(new(
    "watch-evaluation-data-are-new",
    "evaluation sees no data of the training",
    "What was trained on tells nothing about new data: the evaluation is too good by as much as was learned by heart.",
    "Divide the data before anything else, and drop from the test data what the training data hold."))
{
    /// <summary>A row with fewer different values may be another one by chance.</summary>
    public const int LeastValues = 64;

    private const int LeastRows = 20;
    private const double LeastShare = 0.001;
    private const double MostShare = 0.999;
    private const int MostSources = 16;

    private readonly HashSketch _trained = new();
    private readonly HashSketch _evaluated = new();
    private readonly ConditionalWeakTable<object, Source> _known = [];
    private readonly List<Source> _sources = [];
    private readonly List<(Source Source, IReadOnlyList<ulong> Rows)> _window = [];
    private SourceLocation? _evaluatedAt;
    private SeenModel? _model;
    private bool _hasEvaluated;

    /// <inheritdoc/>
    public override void Called(ModuleCall call)
    {
        _hasEvaluated |= !call.IsTraining && Record.Steps > 0;
        if (!call.IsTraining)
        {
            _evaluatedAt ??= call.Source;
            _model ??= call.Model;
        }

        HashSketch sketch = call.IsTraining ? _trained : _evaluated;
        foreach (ulong row in call.Rows)
        {
            sketch.Add(row);
        }
    }

    /// <inheritdoc/>
    public override void RowsRead(object source, IReadOnlyList<ulong> rows)
    {
        if (!_known.TryGetValue(source, out Source? known))
        {
            if (_sources.Count >= MostSources)
            {
                return;
            }

            _known.Add(source, known = new Source());
            _sources.Add(known);
        }

        if (_window.Count < 256)
        {
            _window.Add((known, rows));
        }
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step)
    {
        // Between two steps without an evaluation only training reads; with one, either may: a source is one of evaluation where it is
        // read there only.
        foreach ((Source source, IReadOnlyList<ulong> rows) in _window)
        {
            source.InTraining |= !_hasEvaluated;
            source.InEvaluation |= _hasEvaluated;
            foreach (ulong row in rows)
            {
                source.Rows.Add(row);
            }
        }

        _window.Clear();
        _hasEvaluated = false;
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach ((Source source, IReadOnlyList<ulong> rows) in _window)
        {
            source.InEvaluation |= _hasEvaluated;
            source.InTraining |= !_hasEvaluated;
            foreach (ulong row in rows)
            {
                source.Rows.Add(row);
            }
        }

        _window.Clear();
        if (!Tell(_trained, _evaluated, "rows that it gets"))
        {
            foreach (Source evaluated in _sources.Where(source => source is { InEvaluation: true, InTraining: false }))
            {
                if (_sources.Where(source => source.InTraining)
                    .Any(trained => Tell(trained.Rows, evaluated.Rows, "rows that are read for it")))
                {
                    break;
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => this switch
    {
        { _evaluatedAt: null } => Skipped("No evaluation was seen."),
        _ when _trained.Count > 0 || _sources.Any(source => source.InTraining) => Passed,
        _ => Open("No rows of training and evaluation could be compared: they are augmented, or have few different values."),
    };

    private bool Tell(HashSketch trained, HashSketch evaluated, string what)
    {
        (int shared, int all) = evaluated.Within(trained);
        double share = all == 0 ? 0 : shared / (double)all;
        if (all < LeastRows || share <= LeastShare || share >= MostShare)
        {
            return false;
        }

        Find(Severity.Question, At(
            string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{_model?.Name} is evaluated on data that it was trained on: {shared} of {all} different {what} ({share:P1}) are "
                    + $"among those of the training"),
            _evaluatedAt,
            ("rows of evaluation", all),
            ("of them trained on", shared)));
        return true;
    }

    private sealed class Source
    {
        public HashSketch Rows { get; } = new();

        public bool InTraining { get; set; }

        public bool InEvaluation { get; set; }
    }
}
