using MnistVae.Models;
using static TorchSharp.torch;

namespace MnistVae.Checkpoints;

/// <summary>The part of a checkpoint that is the model: its parameters and buffers.</summary>
public static class ModelState
{
    private const string Prefix = "model.";

    /// <summary>Loads a model's parameters and buffers, and nothing else, from a checkpoint.</summary>
    /// <param name="path">The checkpoint's file.</param>
    /// <param name="model">The model; left as it is if the checkpoint is refused.</param>
    /// <returns>What the checkpoint says about itself.</returns>
    /// <exception cref="CheckpointException">The checkpoint is damaged, or of another model.</exception>
    public static CheckpointManifest Load(string path, Vae model)
    {
        using Checkpoint checkpoint = CheckpointFile.Read(path);
        CheckpointComparison.RequireSameSettings(path, Describe(model), Describe(checkpoint.Manifest));
        Dictionary<string, Tensor> found = checkpoint.Tensors
            .Where(tensor => tensor.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary();
        Dictionary<string, Tensor> live = Live(model);
        CheckpointComparison.RequireSameTensors(path, live, found);
        Copy(found, live);
        return checkpoint.Manifest;
    }

    /// <summary>The model's tensors themselves, by the names that they have in a checkpoint.</summary>
    internal static Dictionary<string, Tensor> Live(Vae model)
        => model.named_parameters().Select(named => (named.name, tensor: (Tensor)named.parameter))
            .Concat(model.named_buffers().Select(named => (named.name, tensor: named.buffer)))
            .ToDictionary(named => Prefix + named.name, named => named.tensor);

    /// <summary>What makes a model another model than its tensors tell.</summary>
    internal static Dictionary<string, string> Describe(Vae model)
        => Describe(model.GetType().Name, model.InputShape.ToArray(), model.LatentSize);

    /// <summary>Copies values, bit for bit, into tensors that live on.</summary>
    internal static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach ((string name, Tensor tensor) in to)
        {
            tensor.copy_(from[name]);
        }
    }

    private static Dictionary<string, string> Describe(CheckpointManifest manifest)
        => Describe(manifest.Model, manifest.InputShape, manifest.LatentSize);

    private static Dictionary<string, string> Describe(string name, IEnumerable<long> inputShape, long latentSize)
        => new() { ["model"] = $"{name} of [{string.Join(", ", inputShape)}] with {latentSize} latent values" };
}
