using System.CommandLine;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Training;

namespace MnistVae.Bench;

/// <summary>An epoch with loading and augmentation against bare compute on one ready batch.</summary>
internal static class EpochCommand
{
    private const double Bar = 1.10;

    public static Command Create()
    {
        var steps = new Option<int?>("--steps") { Description = "Steps in a run; an epoch if not given." };
        var rounds = new Option<int>("--rounds") { Description = "Pairs of runs.", DefaultValueFactory = _ => 3 };
        var command = new Command(
            "epoch", "An epoch, loading and augmentation included, against bare compute on a ready tensor.")
        {
            steps,
            rounds,
        };
        command.SetAction(parsed => Run(parsed.GetValue(steps), parsed.GetValue(rounds)));
        return command;
    }

    private static void Run(int? wanted, int rounds)
    {
        using MnistData data = MnistData.Open(MnistData.DefaultFolder, new MnistDataOptions());
        using Vae trained = Subjects.Model("cnn");
        using Vae bare = Subjects.Model("cnn");
        using Trainer trainer = Subjects.Trainer(trained, data, NullMetricWriter.Instance);
        using var bareTraining = new BareTraining(bare);
        long[] indices = [.. Enumerable.Range(0, Subjects.BatchSize).Select(index => (long)index)];
        using Batch ready = data.Train.GetBatch(indices, epoch: 0);
        int steps = wanted ?? (int)trainer.BatchesPerEpoch;
        PairedRuns.Report(
            $"cnn: {steps} steps of {Subjects.BatchSize} images, loaded and rotated",
            () => trainer.TrainSteps(steps),
            () =>
            {
                for (int step = 0; step < steps; step++)
                {
                    bareTraining.Step(ready.Images);
                }
            },
            rounds,
            Bar);
    }
}
