using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.State;

/// <summary>Saving changes nothing of the training.</summary>
[Check("loop-saving-leaves-no-trace", "saving for resuming changes nothing of the training", CheckArea.State, Need = Need.TrainsSteps)]
internal sealed class SavingLeavesNoTrace : ReplayCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "The training then depends on how often it was saved: a model that is moved to the CPU to be saved and stays there, "
            + "weights that are averaged in place.";

    /// <inheritdoc/>
    public override string Remedy => "Save copies, and put devices, modes and averaged weights back.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.MoveInSaving];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => subject.Persistence.All(way => way.Purpose != SavingPurpose.Resuming)
        ? "How to save for resuming is not declared: subject.SavesForResuming(save, load)."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        TrainingPersistence way = session.Subject.Persistence.First(each => each.Purpose == SavingPurpose.Resuming);
        long window = session.Trace().Window;
        using var folder = new TemporaryFolder();
        context.Step("training with and without saving");
        using LoopState plain = Replays.After(session, (2 * window) + 2);
        using LoopState saved = Replays.After(session, (2 * window) + 2, after: (loop, n) =>
        {
            if (n == window - 1)
            {
                loop.Save(way, folder.NewFile());
            }
        });
        string[] differ = [.. plain.DifferencesFrom(saved)];
        return differ.Length == 0
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
                [new Finding($"{window + 2} steps after it was saved, {Names(differ, "differs", "differ")} from a loop that was not")
                {
                    Parameter = differ[0],
                }]);
    }
}
