using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// A parameter asks for no gradient before and after a step, and the step changes its bits; or what is frozen was never trained: the
/// program froze it, an optimizer holds it, and nothing was ever loaded into its model.
/// </summary>
internal sealed class FrozenStaysFrozen() : WatchRule(new(
    "watch-frozen-stays",
    "what is frozen stays as it is, and was trained before",
    "A frozen part that moves is not frozen; one that was never trained passes on what chance put into it.",
    "Freeze before the optimizer has state of the parameter, or leave it out of the optimizer; load what is to be frozen, or train it."))
{
    private const long MostBytes = 4 << 20;
    private const long Fewest = 10;

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        Notes notes = step.Optimizer.Notes<Notes>();
        notes.Before.Clear();
        if (step.Number == 0)
        {
            notes.AlwaysFrozen = [.. step.Held.Where(IsFrozen).Select(held => held.Seen)];
        }

        if (notes.AlwaysFrozen.Count > 0)
        {
            notes.AlwaysFrozen.ExceptWith(step.Held.Where(held => held.IsTrainable).Select(held => held.Seen));
        }

        if (!step.IsLooked)
        {
            return;
        }

        // As many as there is time for, from where the last look ended.
        StepLook.HeldParameter[] frozen = [.. step.Held.Where(IsFrozen)];
        long bytes = 0;
        for (int i = 0; i < frozen.Length && bytes < MostBytes; i++)
        {
            StepLook.HeldParameter held = frozen[(notes.Next + i) % frozen.Length];
            bytes += held.Parameter.numel() * held.Parameter.ElementSize;
            notes.Before.Add((held, TensorLook.Bits(held.Parameter)));
        }

        notes.Next = frozen.Length == 0 ? 0 : (notes.Next + notes.Before.Count) % frozen.Length;
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step)
    {
        Notes notes = step.Optimizer.Notes<Notes>();
        foreach ((StepLook.HeldParameter held, ulong bits) in notes.Before)
        {
            if (IsFrozenNow(held) && TensorLook.Bits(held.Parameter) != bits && notes.Told.Add(held.Seen))
            {
                Find(Severity.Error, held.Seen.Finding(
                    $"{held.Seen.Name} of {held.Seen.Model?.Name} asks for no gradient, and a step of {step.Optimizer.Name} moved it",
                    step.Source,
                    ("step", step.Number + 1)));
            }
        }

        notes.Before.Clear();
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach (SeenOptimizer optimizer in Record.Stepping.Where(optimizer => optimizer.Steps >= Fewest))
        {
            SeenParameter[] untrained =
            [
                .. optimizer.Notes<Notes>().AlwaysFrozen
                    .Where(parameter => parameter is { FrozenAt: not null, HadGradient: false, Model.WasLoaded: false }),
            ];
            if (Record.HasLoaded)
            {
                continue;
            }

            foreach (SeenParameter parameter in untrained)
            {
                Find(Severity.Question, parameter.Finding(
                    $"{parameter.Name} of {parameter.Model?.Name} is frozen as chance made it: the program switched its gradient "
                        + "off before the first "
                        + $"step, nothing was loaded, and {optimizer.Name} holds it",
                    parameter.FrozenAt,
                    ("steps", optimizer.Steps),
                    ("parameters that are frozen so", untrained.Length)));
            }
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) =>
        Record.Stepping.Any(optimizer => optimizer.Notes<Notes>().AlwaysFrozen.Count > 0)
            ? Passed
            : Skipped("No optimizer holds a frozen parameter.");

    private static bool IsFrozen(StepLook.HeldParameter held) => !held.IsInvalid && !held.IsTrainable;

    private static bool IsFrozenNow(StepLook.HeldParameter held) => !held.Parameter.IsInvalid && !held.Parameter.requires_grad;

    private sealed class Notes
    {
        public HashSet<SeenParameter> AlwaysFrozen { get; set; } = [];

        public List<(StepLook.HeldParameter Held, ulong Bits)> Before { get; } = [];

        public HashSet<SeenParameter> Told { get; } = [];

        public int Next { get; set; }
    }
}
