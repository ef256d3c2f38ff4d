using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>A parameter that an optimizer holds, and that asks for a gradient, had none that was not zero at any step.</summary>
internal sealed class ParametersGetGradients() : WatchRule(new(
    "watch-parameters-get-gradients",
    "every parameter in the optimizer gets a gradient",
    "A parameter without gradient stays what it was at the start: the layer takes no part in the training.",
    "Use the layer in forward, and leave out what cuts the graph behind it (detach, item, data of .NET); or leave it out of the optimizer.")
{
    Cause = "watch-optimizer-is-current",
})
{
    private const long Fewest = 10;

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        Notes notes = step.Optimizer.Notes<Notes>();
        if (step.Number == 0 || notes.Held != step.Optimizer.Held)
        {
            notes.Held = step.Optimizer.Held;
            notes.All = [.. step.Held.Select(held => held.Seen)];
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
            SeenParameter[] silent = Silent(optimizer);
            foreach (SeenParameter parameter in silent)
            {
                Find(Severity.Question, parameter.Finding(
                    $"{parameter.Name} of {parameter.Model?.Name ?? optimizer.Name} had no gradient, or only zeros, at all "
                        + $"{optimizer.Steps} steps of {optimizer.Name}",
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
        _ when Record.Stepping.All(optimizer => Silent(optimizer).Length == 0) => Passed,
        RunEnd.Natural when Record.Stepping.All(optimizer => optimizer.Steps < Fewest) => Open($"Fewer than {Fewest} steps were taken."),
        _ => Open("Some parameters had no gradient yet, and the program did not run to its end."),
    };

    /// <summary>What no optimizer has seen a gradient of, and what no mathematics explains.</summary>
    private static SeenParameter[] Silent(SeenOptimizer optimizer)
    {
        Notes notes = optimizer.Notes<Notes>();
        return [.. notes.Waiting.Where(parameter => !parameter.HadGradient && !IsBiasOfWhatLearns(parameter, notes.All))];
    }

    /// <summary>
    /// Whether a parameter is the bias of a layer whose weight has gradients: then the loss reaches the layer, and differences of its
    /// outputs (critics, rankings, hinges) do not depend on what is added to all of them.
    /// </summary>
    private static bool IsBiasOfWhatLearns(SeenParameter parameter, IReadOnlyList<SeenParameter> all) =>
        parameter is { Module: { } module, Model: { } model }
        && Last(parameter) == "bias"
        && all.Any(other => ReferenceEquals(other.Model, model) && other.Module == module && Last(other) == "weight" && other.HadGradient);

    private static string Last(SeenParameter parameter) => parameter.Name[(parameter.Name.LastIndexOf('.') + 1)..];

    private sealed class Notes
    {
        public IReadOnlyList<SeenParameter> All { get; set; } = [];

        public int Held { get; set; }

        public HashSet<SeenParameter> Waiting { get; set; } = [];
    }
}
