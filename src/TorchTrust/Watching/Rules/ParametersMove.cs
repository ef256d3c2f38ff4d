using System.Runtime.CompilerServices;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;

namespace TorchTrust.Watching.Rules;

/// <summary>A parameter had a gradient, and the optimizer a rate, and yet its bits are those of the first step.</summary>
internal sealed class ParametersMove() : WatchRule(new(
    "watch-parameters-move",
    "every parameter with a gradient moves",
    "A parameter that has gradients and does not move is not what the optimizer moves, or moves by less than its dtype can tell.",
    "Raise the rate, keep the parameter in float32 while it is trained, or see who puts the old values back."))
{
    private const long Fewest = 10;
    private const int MostNamed = 3;
    private const int MostNoted = 4096;

    /// <summary>Against the largest gradient of the step, in float32: 64 units in the last place.</summary>
    private const double Rounding = 64.0 / (1 << 23);

    private readonly ConditionalWeakTable<SeenParameter, Start> _starts = [];
    private readonly Dictionary<SeenParameter, bool> _rounding = [];

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        if (!step.IsLooked || !step.HasRate)
        {
            return;
        }

        double largest = step.Held.Where(held => held.IsTrainable && held.HasGradient).Select(MeanSquare).DefaultIfEmpty(0).Max();
        foreach (StepLook.HeldParameter held in step.Held.Where(held => held.IsTrainable && held.HasGradient && held.IsNonZero))
        {
            // A bias in front of a normalization has a gradient of nothing but rounding: it is not meant to move.
            if (MeanSquare(held) < largest * Rounding * Rounding)
            {
                Note(held.Seen, isRounding: true);
                continue;
            }

            Note(held.Seen, isRounding: false);

            if (!_starts.TryGetValue(held.Seen, out Start? start))
            {
                _starts.Add(held.Seen, start = new Start(TensorLook.Bits(held.Parameter)));
            }

            start.Steps += start.HasMoved ? 0 : 1;
        }
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step)
    {
        if (!step.IsLooked || !step.HasRate)
        {
            return;
        }

        Notes notes = step.Optimizer.Notes<Notes>();
        notes.Unmoved.Clear();
        foreach (StepLook.HeldParameter held in step.Held.Where(held => held.IsTrainable))
        {
            if (_starts.TryGetValue(held.Seen, out Start? start) && !start.HasMoved)
            {
                start.HasMoved = TensorLook.Bits(held.Parameter) != start.Bits;
                if (!start.HasMoved && start.Steps >= Fewest)
                {
                    notes.Unmoved.Add(held.Seen);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<string> Information()
    {
        string[] names = [.. _rounding.Where(each => each.Value).Select(each => each.Key.Name)];
        string more = names.Length > MostNamed ? $" and {names.Length - MostNamed} more" : "";
        return names.Length == 0 ? [] : [$"gradients of nothing but rounding: {string.Join(", ", names.Take(MostNamed))}{more}"];
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        if (end != RunEnd.Natural && !Record.HasEpochs)
        {
            return;
        }

        foreach (SeenOptimizer optimizer in Record.Stepping)
        {
            foreach (SeenParameter parameter in optimizer.Notes<Notes>().Unmoved)
            {
                Find(Severity.Question, parameter.Finding(
                    $"{parameter.Name} of {parameter.Model?.Name ?? optimizer.Name} has the bits that it had at the first step of "
                        + $"{optimizer.Name}, though it has gradients",
                    optimizer.SteppedAt,
                    ("steps", optimizer.Steps),
                    ("rate", optimizer.LastRate)));
            }
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) =>
        Record.Stepping.Any(optimizer => optimizer.Looked > 0) ? Passed : Skipped("No step was looked at.");

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Note(SeenParameter seen, bool isRounding)
    {
        if (_rounding.TryGetValue(seen, out bool was))
        {
            _rounding[seen] = was && isRounding;
        }
        else if (_rounding.Count < MostNoted)
        {
            _rounding[seen] = isRounding;
        }
    }

    private static double MeanSquare(StepLook.HeldParameter held) => held.SquaredGradient / Math.Max(1, held.Parameter.numel());

    private sealed class Notes
    {
        public List<SeenParameter> Unmoved { get; } = [];
    }

    private sealed class Start(ulong bits)
    {
        public ulong Bits { get; } = bits;

        public bool HasMoved { get; set; }

        public long Steps { get; set; }
    }
}
