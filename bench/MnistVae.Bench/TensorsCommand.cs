using System.CommandLine;
using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using MnistVae.Training;
using TorchSharp;

namespace MnistVae.Bench;

/// <summary>The live tensors of the thread that trains, after 10 and after 2,000 steps.</summary>
/// <remarks>
/// TorchSharp counts by thread: batches are prepared on the same one, so that nothing is freed elsewhere.
/// </remarks>
internal static class TensorsCommand
{
    public static Command Create()
    {
        var command = new Command("tensors", "Live tensors after 10 and after 2,000 training steps.");
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        using MnistData data = MnistData.Open(MnistData.DefaultFolder, new MnistDataOptions());
        using Vae model = Subjects.Model("mlp");
        using Trainer trainer = Subjects.Trainer(model, data, NullMetricWriter.Instance, workers: 0);
        trainer.TrainSteps(10);
        long early = Live();
        trainer.TrainSteps(1_990);
        Console.WriteLine(Conditions.Describe());
        Console.WriteLine($"live tensors after 10 steps: {early}; after {trainer.Step} steps: {Live()}");
    }

    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
