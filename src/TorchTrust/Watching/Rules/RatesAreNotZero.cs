using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>All groups of an optimizer have a rate of zero at all of its steps.</summary>
internal sealed class RatesAreNotZero() : WatchRule(new(
    "watch-rate-not-zero",
    "the learning rate is not zero all along",
    "At a rate of zero no step changes anything.",
    "Give the optimizer a rate above zero, and look at what the schedule makes of it."))
{
    private const long Fewest = 20;

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach (SeenOptimizer optimizer in Record.Stepping
            .Where(optimizer => optimizer.Steps >= Fewest && optimizer.StepsAtRateZero == optimizer.Steps))
        {
            Find(Severity.Error, At(
                $"{optimizer.Name} took all of its {optimizer.Steps} steps at a rate of 0",
                optimizer.FirstRate == 0 ? optimizer.MadeAt ?? optimizer.SteppedAt : optimizer.SteppedAt,
                ("steps", optimizer.Steps)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) =>
        Record.Stepping.Any(optimizer => !double.IsNaN(optimizer.LastRate))
            ? Passed
            : Skipped("No optimizer that tells its rate has stepped.");
}
