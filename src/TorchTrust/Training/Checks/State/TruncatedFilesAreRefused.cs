using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;

namespace TorchTrust.Training.Checks.State;

/// <summary>A file of which half is missing is not loaded as if it were whole.</summary>
[Check(
    "loop-truncated-files-are-refused", "a checkpoint that is cut off is refused", CheckArea.State, Hazard = Hazard.CanAbort,
    Need = Need.TrainsSteps)]
internal sealed class TruncatedFilesAreRefused : TrainingCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A disk that was full leaves such a file behind, and training goes on from fresh weights as if it had been resumed.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Let the exception of the reader through, read all parts before any is taken over, and write beside the file before it is renamed.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [StateMutants.SwallowLoading];

    /// <inheritdoc/>
    protected override string? Lacks(TrainingSubject subject) => subject.Persistence.Count == 0
        ? "How to save is not declared: subject.SavesForResuming(save, load), SavesBest or SavesWeights."
        : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        var findings = new List<Finding>();
        bool hasFile = false;
        foreach (TrainingPersistence way in session.Subject.Persistence)
        {
            context.Step("saving");
            using var folder = new TemporaryFolder();
            using LiveLoop saved = session.Fresh();
            Replays.Train(session, saved, session.Subject.EndOfEpoch is { StepsPerEpoch: <= 64 } epoch ? epoch.StepsPerEpoch : 2);
            string path = folder.NewFile();
            saved.Save(way, path);
            if (!File.Exists(path))
            {
                continue;
            }

            hasFile = true;
            long length = new FileInfo(path).Length;
            using (FileStream file = File.OpenWrite(path))
            {
                file.SetLength(length / 2);
            }

            context.AlteredStep("loading half of the file");
            using LiveLoop loaded = session.Fresh();
            if (!Refuses(loaded, way, path))
            {
                findings.Add(new Finding(
                    $"a file that was saved {Purpose(way)} is loaded without a word although {length - (length / 2)} of its {length} bytes "
                        + "are missing")
                {
                    Numbers = new Dictionary<string, double> { ["bytes"] = length / 2, ["of"] = length },
                });
            }
        }

        return hasFile ? CheckOutcome.From(findings) : CheckOutcome.Skipped("Saving writes no file of the path that it is given.");
    }

    private static bool Refuses(LiveLoop loop, TrainingPersistence way, string path)
    {
        try
        {
            loop.Load(way, path);
            return false;
        }
        catch (SubjectException)
        {
            return true;
        }
    }

    private static string Purpose(TrainingPersistence way) => way.Purpose switch
    {
        SavingPurpose.Resuming => "for resuming",
        SavingPurpose.Best => "as the best",
        _ => "for use elsewhere",
    };
}
