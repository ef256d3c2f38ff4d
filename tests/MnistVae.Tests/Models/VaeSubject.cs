using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using MnistVae.Trust;
using TorchTrust;
using static TorchSharp.torch;

namespace MnistVae.Tests.Models;

/// <summary>What both models have in common.</summary>
internal static class VaeSubject
{
    public static ImageShape Shape => new(1, 32, 32);

    public static ModelSubject Of<TVae>(Func<TVae> build)
        where TVae : Vae => ModelSubject.For(build)
            .WithInput(n => rand(n, 1, 32, 32) * 2 - 1)
            .WithInputRange(-1, 1)
            .WithLoss<VaeOutput>((inputs, output) => new VaeLoss(klWeight: 1).Compute(output, (Tensor)inputs[0]!).Total)
            .IsRandomInEvalOnPurpose("the latent code is sampled in either mode, as in the article")
            .PersistsBy<Vae>(VaeSubjects.Save, (vae, path) => ModelState.Load(path, vae));
}
