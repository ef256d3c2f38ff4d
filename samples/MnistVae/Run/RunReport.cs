using MnistVae.Checkpoints;
using MnistVae.Data;
using MnistVae.Training;

namespace MnistVae.Run;

/// <summary>The lines that commands print at their start and end; numbers look the same in every culture.</summary>
internal static class RunReport
{
    /// <summary>What is about to be trained.</summary>
    public static string Start(RunOptions options, MnistData data, RunFolder folder) => Invariant(
        $"{options.Model.ToString().ToUpperInvariant()} VAE with {options.LatentSize} latent values: {options.Epochs} epochs")
        + Invariant($" of {data.Train.Count:#,0} images on {options.Device}, into {folder.Path}");

    /// <summary>How training went, and where everything is.</summary>
    public static List<string> Finished(TrainingResult result, EvaluationResult evaluation, RunFolder folder) =>
    [
        TestLoss(evaluation),
        Invariant($"time         {ProgressText.Seconds(result.Elapsed)} for {result.StepsTaken:#,0} steps"),
        $"logs         {folder.Logs} (for TensorBoard)",
        $"checkpoints  {folder.Checkpoints} (last and best)",
        Pictures(folder),
    ];

    /// <summary>How to go on after a signal.</summary>
    public static string Stopped(TrainingResult result, RunFolder folder) =>
        Invariant($"stopped and saved after step {result.Step:#,0}; go on with: train --run {folder.Path} --resume");

    /// <summary>The test loss and its parts.</summary>
    public static string TestLoss(EvaluationResult result) =>
        Invariant($"test loss    {result.Loss:0.00} = squared error {result.Reconstruction:0.00} + divergence ")
        + Invariant($"{result.KlDivergence:0.00}, mean of {result.Images:#,0} images");

    /// <summary>Which checkpoint it was.</summary>
    public static string Checkpoint(string path, CheckpointManifest manifest) =>
        Invariant($"checkpoint   {path} (step {manifest.Step:#,0}, {manifest.Epoch} complete epochs)");

    /// <summary>Where the pictures are.</summary>
    public static string Pictures(RunFolder folder) =>
        $"pictures     {folder.Pictures} (reconstructions, samples, latent space, loss curves)";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
