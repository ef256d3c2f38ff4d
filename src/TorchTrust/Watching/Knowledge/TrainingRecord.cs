using TorchTrust.Watching.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Knowledge;

/// <summary>What is known of a training program: its models, its optimizers and schedules, and how far it has come.</summary>
/// <param name="clock">Tells whether there is time.</param>
internal sealed class TrainingRecord(WatchClock clock)
{
    private const int MostOptimizers = 64;
    private const int MostSchedules = 64;

    private readonly List<SeenOptimizer> _optimizers = [];
    private readonly List<SeenSchedule> _schedules = [];
    private bool _hearsEachModule;

    /// <summary>The time of our own.</summary>
    public WatchClock Clock { get; } = clock;

    /// <summary>The modules.</summary>
    public ModuleRegistry Modules { get; } = new();

    /// <summary>The optimizers, in the order in which they were met; the first ones, where there are very many.</summary>
    public IReadOnlyList<SeenOptimizer> Optimizers => _optimizers;

    /// <summary>The optimizers that have stepped, wrappers left out.</summary>
    public IEnumerable<SeenOptimizer> Stepping => _optimizers.Where(optimizer => optimizer is { Steps: > 0, IsWrapper: false });

    /// <summary>The schedules.</summary>
    public IReadOnlyList<SeenSchedule> Schedules => _schedules;

    /// <summary>The number of optimizers that were met, those included that are not kept.</summary>
    public int OptimizersMet { get; private set; }

    /// <summary>The number of steps of all optimizers.</summary>
    public long Steps { get; set; }

    /// <summary>The number of steps of the optimizer that has taken most.</summary>
    public long Iteration { get; set; }

    /// <summary>The number of backward passes.</summary>
    public long Backwards { get; set; }

    /// <summary>Whether something was loaded from a file.</summary>
    public bool HasLoaded { get; set; }

    /// <summary>The number of times that data were seen to begin anew; 0 where nothing tells.</summary>
    public int Epochs => Math.Max(Math.Max(Loader.Epochs, Mode.Epochs), Math.Max(EvaluationEpochs, InputEpochs));

    /// <summary>Whether at least two epochs were seen.</summary>
    public bool HasEpochs => Epochs >= 2;

    /// <summary>Enumerations of a loader.</summary>
    public EpochSign Loader { get; } = new();

    /// <summary>Settings of the training mode.</summary>
    public EpochSign Mode { get; } = new();

    /// <summary>Evaluations with steps between them.</summary>
    public int EvaluationEpochs { get; set; }

    /// <summary>How often the first batch came back.</summary>
    public int InputEpochs { get; set; }

    /// <summary>The numbers that backward passes began at.</summary>
    public LossCourse Losses { get; } = new();

    /// <summary>Whether a rule asks to hear of each module that is called, those within others included.</summary>
    public bool HearsEachModule
    {
        get => Volatile.Read(ref _hearsEachModule);
        set => Volatile.Write(ref _hearsEachModule, value);
    }

    /// <summary>The norm of the gradients of the last step that was looked at; NaN before the first.</summary>
    public double GradientNorm { get; set; } = double.NaN;

    /// <summary>The rate of the last step; NaN where it is not told.</summary>
    public double Rate { get; set; } = double.NaN;

    /// <summary>What is known of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="madeAt">The line that made it, if it has just been made.</param>
    public SeenOptimizer Of(optim.Optimizer optimizer, SourceLocation? madeAt = null)
    {
        SeenOptimizer? seen = _optimizers.Find(each => each.Is(optimizer));
        if (seen is not null)
        {
            return seen;
        }

        OptimizersMet++;
        seen = new SeenOptimizer(optimizer, madeAt);
        if (_optimizers.Count == MostOptimizers)
        {
            // A program that makes one for each task: the first half stays, the rest are the last ones.
            _optimizers.RemoveAt(MostOptimizers / 2);
        }

        _optimizers.Add(seen);
        return seen;
    }

    /// <summary>Notes a schedule.</summary>
    public void Add(SeenSchedule schedule)
    {
        if (_schedules.Count < MostSchedules)
        {
            _schedules.Add(schedule);
        }
    }
}
