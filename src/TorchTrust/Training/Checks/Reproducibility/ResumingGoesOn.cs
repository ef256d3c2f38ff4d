using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.Reproducibility;

/// <summary>A loop that was saved and loaded goes on as one that was never stopped.</summary>
/// <remarks>Both get the same batches and the same noise, so that what is lacking is lacking in what was saved.</remarks>
[Check(
    "loop-resumes", "training that was saved and loaded goes on as if it had not been stopped", CheckArea.Reproducibility,
    Need = Need.TrainsSteps)]
internal sealed class ResumingGoesOn : ReplayCheck
{
    /// <summary>The steps before saving, and those compared after it, where no epoch is declared or it is long.</summary>
    private const long Steps = 6;

    /// <inheritdoc/>
    public override string Why =>
        "A long training that is interrupted then ends elsewhere: momentum begins anew, the schedule at its first rate.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Save the model, the optimizer with its state, the schedule's place, counters and averages. Where the noise alone may "
            + "differ on purpose: subject.ResumesWithOtherNoiseOnPurpose(reason).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [StateMutants.ForgetParameter, StateMutants.ForgetRate, LineMutants.LeaveOutSave, LineMutants.LeaveOutLoad];

    /// <inheritdoc/>
    public override bool HandsOver => true;

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) =>
        subject.Persistence.All(way => way.Purpose != SavingPurpose.Resuming)
            ? "How to save for resuming is not declared: subject.SavesForResuming(save, load)."
        : subject.Facts.OtherNoiseAfterResuming is { } other ? $"Training goes on with other noise, as declared: {other.Reason}"
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        TrainingPersistence way = session.Subject.Persistence.First(each => each.Purpose == SavingPurpose.Resuming);
        long length = session.Subject.EndOfEpoch is { StepsPerEpoch: <= 4 * Steps } epoch ? epoch.StepsPerEpoch : Steps;
        using var folder = new TemporaryFolder();
        using LeftLoop? left = context.Handover is { } handover ? LeftLoop.In(handover.Folder) : null;
        string path = left?.SavedPath ?? folder.NewFile();
        using LiveLoop plain = session.Fresh();
        Replays.Train(session, plain, length);
        context.Step("saving, and loading into a fresh loop");
        plain.Save(way, path);
        using LiveLoop resumed = session.Fresh();
        resumed.Load(way, path);
        resumed.StepsTaken = plain.StepsTaken;
        string[] atOnce = LeftLoop.Differences(plain, resumed);
        context.Step("training both on");
        for (long n = 0; n < 2 * length; n++)
        {
            object? batch = plain.Batch(plain.StepsTaken);
            object? copy = TensorTree.Map(batch, (_, tensor) => TensorBits.NativeCopy(tensor));
            left?.Add(batch);
            Replays.Train(session, plain, 1, (_, _) => batch);
            Replays.Train(session, resumed, 1, (_, _) => copy);
        }

        string[] differ = LeftLoop.Differences(plain, resumed);
        if (differ.Length == 0)
        {
            left?.Leave(plain, length);
            return CheckOutcome.Passed;
        }

        string cause = atOnce.Length > 0
            ? $"right after loading, {Names(atOnce, "is", "are")} not what was saved"
            : "parameters, buffers and rates are right after loading, so a state of the optimizer, a counter or an average is missing";
        return CheckOutcome.Failed(
        [
            new Finding($"{2 * length} steps after loading, {Names(differ, "differs", "differ")} from a loop that was not stopped: {cause}")
            {
                Parameter = (atOnce.Length > 0 ? atOnce : differ)
                    .FirstOrDefault(path => !path.StartsWith(LeftLoop.RateOf, StringComparison.Ordinal)),
                Numbers = new Dictionary<string, double> { ["differ"] = differ.Length, ["differ after loading"] = atOnce.Length },
            },
        ]);
    }

    /// <inheritdoc/>
    public override CheckOutcome GoOn(ISubjectSession session, CheckContext context)
    {
        var training = (TrainingSession)session;
        Handover handover = context.Handover!;
        using LeftLoop left = LeftLoop.From(handover.Folder);

        // Built, not taken from those that are put back: to see whether they can be, one is trained, and a static field would know of it.
        using LiveLoop loop = training.Build();
        if (handover.Stage == HandoverStage.GoOn)
        {
            context.Step("loading in a fresh process what another one has saved");
            loop.Load(training.Subject.Persistence.First(each => each.Purpose == SavingPurpose.Resuming), left.SavedPath);
            loop.StepsTaken = left.Steps;
        }
        else
        {
            context.Step("training in a fresh process without a stop");
            Replays.Train(training, loop, left.Steps);
        }

        for (int step = 0; step < left.Further; step++)
        {
            object? batch = left.Batch(step, loop.Batch(loop.StepsTaken));
            Replays.Train(training, loop, 1, (_, _) => batch);
        }

        string[] differ = left.DifferencesFrom(loop);
        return differ.Length == 0
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
            [
                new Finding(
                    $"{left.Further} steps after loading in a fresh process, {Names(differ, "differs", "differ")} from a loop that was not "
                        + "stopped; in the process that had saved, all went on as before: a static field, or a file that a process makes "
                        + "for itself, holds what is not saved")
                {
                    Parameter = differ.FirstOrDefault(path => !path.StartsWith(LeftLoop.RateOf, StringComparison.Ordinal)),
                    Numbers = new Dictionary<string, double> { ["differ"] = differ.Length },
                },
            ]);
    }
}
