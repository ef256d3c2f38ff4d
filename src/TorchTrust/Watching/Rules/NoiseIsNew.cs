using TorchTrust.Probes;
using TorchTrust.Watching.Knowledge;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// A line sets one seed again and again between the steps of a training, the generator is in the same state when the step begins, and the
/// step draws from it: its noise is the same each time. What an evaluation sets for its own generator is its own affair; and trainings
/// of one program that begin with the same seed, one after another, have an optimizer each.
/// </summary>
internal sealed class NoiseIsNew() : WatchRule(new(
    "watch-noise-is-new",
    "each step draws noise of its own",
    "With the same seed before each step, dropout, noise and augmentation are the same each time, and are learned by heart.",
    "Set the seed once, before the training; give an evaluation a generator of its own."))
{
    private const int Fewest = 3;
    private const int Most = 256;

    private readonly Dictionary<string, Notes> _lines = [];
    private readonly List<Pending> _pending = [];
    private bool _hasSeeded;

    /// <inheritdoc/>
    public override void Seeded(SeedCall seed)
    {
        _hasSeeded = true;
        if (seed.Source is not { } source || _pending.Count >= Most)
        {
            return;
        }

        if (!_lines.TryGetValue(source.ToString(), out Notes? notes))
        {
            if (_lines.Count >= Most)
            {
                return;
            }

            _lines[source.ToString()] = notes = new Notes(seed.Seed);
        }

        // A line that sets another seed each time gives new noise each time.
        notes.HasOthers |= notes.Seed != seed.Seed;
        if (!notes.HasOthers && !notes.IsTold)
        {
            _pending.RemoveAll(pending => pending.IsOf(seed.Generator));
            _pending.Add(new Pending(notes, source, seed.Generator));
        }
    }

    /// <inheritdoc/>
    public override void Training(SeenModel model)
    {
        foreach (Pending pending in _pending.Where(pending => pending is { IsDefault: true, State: null }))
        {
            pending.State = pending.StateNow();
        }
    }

    /// <inheritdoc/>
    public override void Evaluating(SeenEvaluation row) => _pending.RemoveAll(pending => !pending.IsDefault);

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        foreach (Pending pending in _pending
            .Where(pending => pending.State is not null && pending.StateNow() is { } now && now != pending.State))
        {
            Notes notes = pending.Notes;
            int times = step.Optimizer.Notes<Draws>().Add(notes, pending.State!.Value);
            if (times >= Fewest && !notes.IsTold)
            {
                notes.IsTold = true;
                Find(Severity.Question, At(
                    $"the seed {notes.Seed} is set again before step after step, and each of them draws from it: the noise of "
                        + "training repeats",
                    pending.Source,
                    ("steps with this seed so far", times)));
            }
        }

        _pending.Clear();
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _hasSeeded ? Passed : Skipped("No seed was set.");

    /// <summary>What is known of a line that sets a seed.</summary>
    private sealed class Notes(string seed)
    {
        public string Seed { get; } = seed;

        public bool HasOthers { get; set; }

        public bool IsTold { get; set; }
    }

    /// <summary>The steps of one optimizer that drew after a line had set its seed.</summary>
    private sealed class Draws
    {
        private readonly Dictionary<Notes, (int State, int Times)> _lines = [];

        /// <summary>Counts a step.</summary>
        /// <returns>How many began in the state in which the first of them did.</returns>
        public int Add(Notes line, int state)
        {
            (int first, int times) = _lines.GetValueOrDefault(line, (state, 0));
            _lines[line] = (first, times + (first == state ? 1 : 0));
            return _lines[line].Times;
        }
    }

    private sealed class Pending
    {
        private readonly WeakReference<Generator>? _generator;

        public Pending(Notes notes, SourceLocation source, Generator? generator)
        {
            Notes = notes;
            Source = source;
            _generator = generator is null ? null : new WeakReference<Generator>(generator);

            // The default generator is everybody's: what counts is where it stands when a training begins to draw.
            State = generator is null ? null : StateNow();
        }

        public Notes Notes { get; }

        public SourceLocation Source { get; }

        public int? State { get; set; }

        public bool IsDefault => _generator is null;

        public bool IsOf(Generator? other) => _generator is null
            ? other is null
            : _generator.TryGetTarget(out Generator? own) && ReferenceEquals(own, other);

        public int? StateNow()
        {
            if (_generator is not null && (!_generator.TryGetTarget(out Generator? own) || own.Handle == 0))
            {
                return null;
            }

            using Tensor state = _generator is null || !_generator.TryGetTarget(out Generator? generator)
                ? get_rng_state()
                : generator.get_state();
            var hash = new HashCode();
            TensorBits.AddTo(ref hash, state);
            return hash.ToHashCode();
        }
    }
}
