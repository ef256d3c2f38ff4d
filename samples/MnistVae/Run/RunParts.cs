using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistVae.Run;

/// <summary>Makes the parts of a run from its options.</summary>
internal static class RunParts
{
    /// <summary>Opens the data.</summary>
    /// <exception cref="DataFileException">A file is missing or damaged.</exception>
    public static MnistData OpenData(RunOptions options) => MnistData.Open(
        options.Data ?? MnistData.DefaultFolder, new MnistDataOptions { Seed = options.Seed, Limit = options.Limit });

    /// <summary>Builds the model; its weights depend on the seed alone.</summary>
    /// <exception cref="UsageException">This machine does not have the device.</exception>
    public static Vae BuildModel(RunOptions options)
    {
        Device device = FindDevice(options);

        // Weights are drawn from torch's generator, which belongs to the process: it is lent and given back.
        using Tensor state = get_rng_state();
        try
        {
            manual_seed(options.Seed);
            Vae model = options.Model switch
            {
                ModelKind.Mlp => new MlpVae(ImageTransform.Shape, options.LatentSize),
                ModelKind.Cnn => new CnnVae(ImageTransform.Shape, options.LatentSize),
                _ => throw new ArgumentOutOfRangeException(nameof(options), options.Model, "There is no such model."),
            };
            return model.to(device);
        }
        finally
        {
            set_rng_state(state);
        }
    }

    /// <summary>What the trainer is told.</summary>
    public static TrainerOptions TrainerOptions(RunOptions options) => new()
    {
        BatchSize = options.BatchSize,
        LearningRate = options.LearningRate,
        Seed = options.Seed,
        Workers = options.Workers,
        Device = FindDevice(options),
    };

    private static Device FindDevice(RunOptions options)
    {
        var device = new Device(options.Device);
        int count = device.type == DeviceType.CUDA && cuda.is_available() ? cuda.device_count() : 0;
        if (device.type == DeviceType.CUDA && Math.Max(device.index, 0) >= count)
        {
            string found = count == 0 ? "cpu" : $"cpu, or cuda with an index from 0 to {count - 1}";
            throw new UsageException($"--device is '{options.Device}'; allowed on this machine is {found}.");
        }

        return device;
    }
}
