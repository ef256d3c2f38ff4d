using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Schedule;

/// <summary>Within the declared length of the training there is no stretch in which nothing is trained.</summary>
[Check("loop-trains-to-the-end", "training goes on until its declared end", CheckArea.Schedule, Need = Need.TrainsSteps)]
internal sealed class TrainsToTheEnd : TrainingCheck
{
    /// <summary>Trainings of more steps are not replayed.</summary>
    private const long MostSteps = 300;

    /// <inheritdoc/>
    public override string Why =>
        "A schedule that counts in the wrong unit comes to zero long before the end, and the rest of the training only costs.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Give the schedule the number of steps or epochs that the training has, in the unit in which it is stepped.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [ScheduleMutants.StopHalfway];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Facts.Length is not { } length ? "How long a training is, is not declared: subject.TrainsFor(count, TrainingUnit.Epoch)."
        : length.Unit == TrainingUnit.Epoch && subject.EndOfEpoch is null
            ? "The end of an epoch is not declared: subject.WithEndOfEpoch(loop => …, stepsPerEpoch)."
        : subject.Length is > MostSteps and var steps ? $"A training has {steps} steps, and at most {MostSteps} are replayed."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        long steps = session.Subject.Length;
        long window = session.Trace().Window;
        context.Step($"training for all of {steps} steps");
        using LiveLoop loop = session.Fresh();
        LoopState before = new(loop, []);
        try
        {
            (long From, long To) longest = (0, 0);
            long from = 0;
            while (loop.StepsTaken < steps)
            {
                Replays.Train(session, loop, 1);
                LoopState after = new(loop, []);
                bool moved = before.DifferencesFrom(after).Any(after.IsParameter);
                before.Dispose();
                before = after;
                from = moved ? loop.StepsTaken : from;
                longest = loop.StepsTaken - from > longest.To - longest.From ? (from, loop.StepsTaken) : longest;
            }

            long length = longest.To - longest.From;
            return length <= window
                ? CheckOutcome.Passed
                : CheckOutcome.Failed([new Finding(
                    $"steps {longest.From} to {longest.To - 1} of {steps} move no parameter: {length} in a row, where {window} are enough "
                        + "elsewhere")
                {
                    Numbers = new Dictionary<string, double> { ["from"] = longest.From, ["to"] = longest.To - 1, ["steps"] = steps },
                }]);
        }
        finally
        {
            before.Dispose();
        }
    }
}
