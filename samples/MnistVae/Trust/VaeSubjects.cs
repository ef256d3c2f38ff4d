using MnistVae.Checkpoints;
using MnistVae.Models;
using MnistVae.Training;
using TorchTrust;
using static TorchSharp.torch;

namespace MnistVae.Trust;

/// <summary>What <c>torchtrust check samples/MnistVae</c> checks: both models, as the training builds and feeds them.</summary>
internal static class VaeSubjects
{
    private const string Sampling = "A variational autoencoder draws its latent code in eval mode, too.";

    /// <summary>The model of convolutions.</summary>
    [TrustSubject]
    public static ModelSubject CnnVae => Of(ModelSubject.For(() => new CnnVae(new(1, 32, 32), latentSize: 16)));

    /// <summary>The model of fully connected layers.</summary>
    [TrustSubject]
    public static ModelSubject MlpVae => Of(ModelSubject.For(() => new MlpVae(new(1, 32, 32), latentSize: 16)));

    private static ModelSubject Of(ModelSubject model) => model
        .WithInput(n => rand(n, 1, 32, 32).mul(2).sub(1))
        .WithInputRange(-1, 1)
        .WithLoss<VaeOutput>((inputs, output) => new VaeLoss().Compute(output, (Tensor)inputs[0]!).Total)
        .IsRandomInEvalOnPurpose(Sampling)
        .PersistsBy<Vae>(Save, (vae, path) => ModelState.Load(path, vae));

    /// <summary>Writes the checkpoint that a run writes before its first step.</summary>
    internal static void Save(Vae model, string path)
    {
        var options = new TrainerOptions { Seed = 1 };
        using var noise = new Generator((ulong)options.Seed);
        using TorchSharp.Modules.Adam optimizer = optim.Adam(model.parameters(), options.LearningRate);
        using Checkpoint checkpoint = new TrainingState(model, optimizer, noise, options, imageCount: 60_000).Capture();
        CheckpointFile.Write(path, checkpoint);
    }
}
