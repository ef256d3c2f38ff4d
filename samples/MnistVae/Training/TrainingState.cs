using System.Globalization;
using MnistVae.Checkpoints;
using MnistVae.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>Everything that decides how training goes on, to and from a checkpoint.</summary>
/// <param name="model">The model.</param>
/// <param name="optimizer">Its optimizer.</param>
/// <param name="noise">The generator of its noise.</param>
/// <param name="options">The options of training.</param>
/// <param name="imageCount">The number of training images.</param>
internal sealed class TrainingState(
    Vae model, Adam optimizer, Generator noise, TrainerOptions options, long imageCount)
{
    private const string NoiseName = "random.noise";

    /// <summary>The number of steps taken.</summary>
    public long Step { get; set; }

    /// <summary>The number of complete epochs.</summary>
    public long Epoch { get; set; }

    /// <summary>The number of batches taken from the epoch that has begun.</summary>
    public long Batch { get; set; }

    /// <summary>The lowest loss of an evaluation so far.</summary>
    public double? BestLoss { get; set; }

    /// <summary>Copies the state.</summary>
    public Checkpoint Capture()
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in Live().Concat(AdamState.Steps(optimizer, model)))
        {
            Tensor copy = tensor.detach().to(CPU, copy: true).contiguous();
            tensors.Add(name, copy.DetachFromDisposeScope());
        }

        tensors.Add(NoiseName, noise.get_state().DetachFromDisposeScope());
        return new Checkpoint(Describe(), tensors);
    }

    /// <summary>Takes over the state of a checkpoint, after everything in it was compared with what is here.</summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <exception cref="CheckpointException">It is damaged or does not fit; nothing was taken over.</exception>
    public void Restore(string path)
    {
        using Checkpoint checkpoint = CheckpointFile.Read(path);
        using Checkpoint current = Capture();
        CheckpointManifest manifest = checkpoint.Manifest;
        CheckpointComparison.RequireSameSettings(path, current.Manifest.Settings, manifest.Settings);
        CheckpointComparison.RequireSameTensors(path, current.Tensors, checkpoint.Tensors);
        ModelState.Copy(checkpoint.Tensors, Live());
        AdamState.SetSteps(optimizer, model, checkpoint.Tensors);
        noise.set_state(checkpoint.Tensors[NoiseName]);
        (Step, Epoch, Batch, BestLoss) = (manifest.Step, manifest.Epoch, manifest.Batch, manifest.BestLoss);
    }

    private Dictionary<string, Tensor> Live()
        => ModelState.Live(model).Concat(AdamState.Live(optimizer, model)).ToDictionary();

    private CheckpointManifest Describe() => new()
    {
        Model = model.GetType().Name,
        InputShape = model.InputShape.ToArray(),
        LatentSize = model.LatentSize,
        Step = Step,
        Epoch = Epoch,
        Batch = Batch,
        BestLoss = BestLoss,
        Settings = new SortedDictionary<string, string>(
            ModelState.Describe(model).Concat(AdamState.Settings(optimizer)).Concat(
            [
                KeyValuePair.Create("seed", options.Seed.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create("batch size", options.BatchSize.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create(
                    "weight of the divergence", options.KlWeight.ToString(CultureInfo.InvariantCulture)),
                KeyValuePair.Create("training images", imageCount.ToString(CultureInfo.InvariantCulture)),
            ]).ToDictionary(),
            StringComparer.Ordinal),
    };
}
