using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Training;

namespace MnistVae.Run;

/// <summary>A run from its data to its pictures.</summary>
/// <param name="user">Where the words go.</param>
/// <param name="folder">The folder of the run.</param>
/// <param name="options">The options of the run.</param>
/// <param name="isResumed">Whether the folder holds a run that goes on; if not, it is made.</param>
internal sealed class TrainingRun(UserInterface user, RunFolder folder, RunOptions options, bool isResumed)
{
    /// <summary>Trains, draws the pictures, and says how it went.</summary>
    /// <returns>The exit code.</returns>
    public int Train()
    {
        using var signals = new StopSignals(beforeEnd: () => user.Terminal?.Cursor.Show(true));
        using Vae model = RunParts.BuildModel(options);
        using MnistData data = RunParts.OpenData(options);
        if (!isResumed)
        {
            folder.Create(options);
        }

        user.Output.WriteLine(RunReport.Start(options, data, folder));
        (TrainingResult result, EvaluationResult? evaluation) =
            user.Progress().Show(reporter => Train(model, data, reporter, signals.Token));
        if (evaluation is null)
        {
            user.Output.WriteLine(RunReport.Stopped(result, folder));
        }
        else
        {
            new RunPictures(model, folder.Pictures).Draw(data.Test, folder.Logs, options.Seed);
            RunReport.Finished(result, evaluation, folder).ForEach(user.Output.WriteLine);
        }

        return signals.ExitCode ?? ExitCode.Success;
    }

    /// <summary>Trains what is left; no evaluation if it was stopped before the end.</summary>
    private (TrainingResult Result, EvaluationResult? Evaluation) Train(
        Vae model, MnistData data, IProgressReporter reporter, CancellationToken stop)
    {
        using CancellationTokenRegistration notice =
            stop.Register(() => reporter.Say("stopping after this step; a second signal ends at once"));
        using var metrics = new EventFileWriter(folder.Logs);
        var checkpoints = new CheckpointStore(folder.Checkpoints);
        using var trainer = new Trainer(
            model,
            new TrainerData(data.Train, data.Test),
            RunParts.TrainerOptions(options),
            new TrainerParts
            {
                Metrics = metrics,
                Checkpoints = checkpoints,
                Progress = new ProgressMeter(reporter, options.Epochs, TimeProvider.System),
            });
        if (isResumed)
        {
            Resume(trainer, checkpoints, reporter);
        }

        TrainingResult result = trainer.Train(options.Epochs - trainer.Epoch, stop);
        return (result, result.Stopped ? null : result.Evaluation ?? trainer.Evaluate());
    }

    /// <summary>A run that was ended before its first checkpoint begins anew.</summary>
    private void Resume(Trainer trainer, CheckpointStore checkpoints, IProgressReporter reporter)
    {
        if (checkpoints.HasLast)
        {
            trainer.Resume(checkpoints.LastPath);
        }

        long begun = trainer.Epoch + (trainer.Batch > 0 ? 1 : 0);
        if (options.Epochs < begun)
        {
            throw new UsageException(FormattableString.Invariant(
                $"--epochs is '{options.Epochs}'; allowed is {begun} or more, since so many were begun."));
        }

        folder.Update(options);
        reporter.Say(FormattableString.Invariant($"going on after step {trainer.Step:#,0}"));
    }
}
