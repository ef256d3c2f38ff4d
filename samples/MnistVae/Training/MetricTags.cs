namespace MnistVae.Training;

/// <summary>The names of what a trainer logs.</summary>
public static class MetricTags
{
    /// <summary>The reconstruction's sum of squared errors, of each step.</summary>
    public const string TrainReconstruction = "train/recon_loss";

    /// <summary>The divergence from the prior without its weight, in nats, of each step.</summary>
    public const string TrainKlDivergence = "train/kl_div_loss";

    /// <summary>What is minimized, of each step.</summary>
    public const string TrainLoss = "train/loss";

    /// <summary>The learning rate of each step.</summary>
    public const string LearningRate = "train/learning_rate";

    /// <summary>The norm of all gradients of each step.</summary>
    public const string GradientNorm = "train/gradient_norm";

    /// <summary>Images per second, loading included, of each step.</summary>
    public const string ImagesPerSecond = "train/images_per_second";

    /// <summary>Test images above their reconstructions, of each evaluation.</summary>
    public const string Reconstructions = "test/reconstructions";

    /// <summary>Images made from the prior, of each evaluation.</summary>
    public const string Generated = "test/generated";

    /// <summary>The loss of each evaluation.</summary>
    /// <param name="part">The part of the data: <c>test</c> or <c>validation</c>.</param>
    public static string Loss(string part) => $"{part}/loss";

    /// <summary>The sum of squared errors of each evaluation.</summary>
    /// <param name="part">The part of the data: <c>test</c> or <c>validation</c>.</param>
    public static string Reconstruction(string part) => $"{part}/recon_loss";

    /// <summary>The divergence from the prior of each evaluation.</summary>
    /// <param name="part">The part of the data: <c>test</c> or <c>validation</c>.</param>
    public static string KlDivergence(string part) => $"{part}/kl_div_loss";
}
