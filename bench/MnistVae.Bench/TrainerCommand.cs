using System.CommandLine;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Training;

namespace MnistVae.Bench;

/// <summary>The trainer against the same steps written bare, on the same loader.</summary>
internal static class TrainerCommand
{
    private const double Bar = 1.05;

    public static Command Create()
    {
        var steps = new Option<int>("--steps") { Description = "Steps in a run.", DefaultValueFactory = _ => 60 };
        var rounds = new Option<int>("--rounds") { Description = "Pairs of runs.", DefaultValueFactory = _ => 9 };
        var command = new Command("trainer", "The trainer, logging each step, against the same steps written bare.")
        {
            steps,
            rounds,
        };
        command.SetAction(parsed =>
        {
            Run("cnn", parsed.GetValue(steps), parsed.GetValue(rounds));
            Run("mlp", parsed.GetValue(steps), parsed.GetValue(rounds));
        });
        return command;
    }

    private static void Run(string kind, int steps, int rounds)
    {
        using MnistData data = MnistData.Open(MnistData.DefaultFolder, new MnistDataOptions());
        string folder = Directory.CreateTempSubdirectory("mnist-vae-bench-").FullName;
        try
        {
            using Vae trained = Subjects.Model(kind);
            using Vae bare = Subjects.Model(kind);
            using var metrics = new EventFileWriter(folder);
            using Trainer trainer = Subjects.Trainer(trained, data, metrics);
            using var bareTraining = new BareTraining(bare);
            var loader = new BatchLoader(
                data.Train,
                new BatchLoaderOptions { BatchSize = Subjects.BatchSize, Shuffle = true, Workers = 1 });
            PairedRuns.Report(
                $"{kind}: {steps} steps of {Subjects.BatchSize} images",
                () => trainer.TrainSteps(steps),
                () => bareTraining.Run(loader.Epoch(0).Take(steps)),
                rounds,
                Bar);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
