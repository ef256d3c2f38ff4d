using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>A parameter that an optimizer holds, and that asks for a gradient, had none that was not zero at any step.</summary>
internal sealed class ParametersGetGradients() : WatchRule(new(
    "watch-parameters-get-gradients",
    "every parameter in the optimizer gets a gradient",
    "A parameter without gradient stays what it was at the start: the layer takes no part in the training.",
    "Use the layer in forward, and leave out what cuts the graph behind it (detach, item, data of .NET); or leave it out of the optimizer."))
{
    private const long Fewest = 10;

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        Notes notes = step.Optimizer.Notes<Notes>();
        if (step.Number == 0 || notes.Held != step.Optimizer.Held)
        {
            notes.Held = step.Optimizer.Held;
            notes.Waiting = [.. step.Held.Where(held => held.IsTrainable && !held.Seen.HadGradient).Select(held => held.Seen)];
        }

        if (notes.Waiting.Count == 0)
        {
            return;
        }

        foreach (StepLook.HeldParameter held in step.Held)
        {
            if (notes.Waiting.Contains(held.Seen) && (!held.IsTrainable || (held.HasGradient && held.IsNonZero)))
            {
                held.Seen.HadGradient |= held.IsTrainable;
                notes.Waiting.Remove(held.Seen);
            }
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        if (end != RunEnd.Natural && !Record.HasEpochs)
        {
            return;
        }

        foreach (SeenOptimizer optimizer in Record.Stepping.Where(optimizer => optimizer.Steps >= Fewest))
        {
            // What another optimizer saw a gradient of has one.
            SeenParameter[] silent = [.. optimizer.Notes<Notes>().Waiting.Where(parameter => !parameter.HadGradient)];
            foreach (SeenParameter parameter in silent)
            {
                Find(Severity.Question, parameter.Finding(
                    $"{parameter.Name} of {parameter.Model?.Name ?? optimizer.Name} had no gradient, or only zeros, at all {optimizer.Steps} steps of {optimizer.Name}",
                    optimizer.SteppedAt,
                    ("steps", optimizer.Steps),
                    ("parameters of the optimizer", optimizer.Held),
                    ("of them without gradient", silent.Length)));
            }
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => end switch
    {
        _ when Record.Stepping.All(optimizer => optimizer.Notes<Notes>().Waiting.Count == 0) => Passed,
        RunEnd.Natural when Record.Stepping.All(optimizer => optimizer.Steps < Fewest) => Open($"Fewer than {Fewest} steps were taken."),
        _ => Open("Some parameters had no gradient yet, and the program did not run to its end."),
    };

    private sealed class Notes
    {
        public int Held { get; set; }

        public HashSet<SeenParameter> Waiting { get; set; } = [];
    }
}
