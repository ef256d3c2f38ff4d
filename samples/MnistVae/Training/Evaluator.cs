using MnistVae.Data;
using MnistVae.Models;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>
/// Computes the loss of a model over a data set. It has noise of its own, the same in each evaluation, and leaves
/// model, generators and gradients as they were, so that training goes on as if there had been no evaluation.
/// </summary>
/// <param name="loss">The loss.</param>
/// <param name="options">Batch size, workers, device and seed.</param>
public sealed class Evaluator(IVaeLoss loss, TrainerOptions options)
{
    // Any constant does: it keeps the noise of evaluation apart from that of training, which has the seed itself.
    private const ulong SeedOffset = 0x9e3779b97f4a7c15;

    /// <summary>Evaluates a model on all images of a source, in their order.</summary>
    /// <param name="model">The model, on the options' device.</param>
    /// <param name="source">The images.</param>
    /// <exception cref="ArgumentException">The source is empty.</exception>
    public EvaluationResult Evaluate(Vae model, IBatchSource source)
    {
        if (source.Count == 0)
        {
            throw new ArgumentException("The data to evaluate on are empty.", nameof(source));
        }

        var loader = new BatchLoader(
            source, new BatchLoaderOptions { BatchSize = options.BatchSize, Workers = options.Workers });
        return Run(model, () =>
        {
            (long images, double reconstruction, double divergence, double total) = (0, 0, 0, 0);
            foreach (Batch batch in loader.Epoch(0))
            {
                using (batch)
                using (NewDisposeScope())
                {
                    Tensor inputs = batch.Images.to(options.Device);
                    LossTerms terms = loss.Compute(model.call(inputs), inputs);
                    float[] values = Read(terms);
                    long count = inputs.shape[0];
                    images += count;
                    reconstruction += count * values[0];
                    divergence += count * values[1];
                    total += count * values[2];
                }
            }

            return new EvaluationResult(images, reconstruction / images, divergence / images, total / images);
        });
    }

    /// <summary>Runs something on a model in evaluation mode, without gradients and with noise of its own.</summary>
    /// <param name="model">The model; its modes and its generator are as before afterwards.</param>
    /// <param name="action">What is run.</param>
    internal T Run<T>(Vae model, Func<T> action)
    {
        List<(nn.Module Module, bool Training)> modes =
            [(model, model.training), .. model.named_modules().Select(named => (named.module, named.module.training))];
        Generator? noise = model.NoiseGenerator;
        using var generator = new Generator(unchecked((ulong)options.Seed + SeedOffset));
        using var _ = no_grad();
        try
        {
            model.eval();
            model.NoiseGenerator = generator;
            return action();
        }
        finally
        {
            model.NoiseGenerator = noise;

            // Parents stand before their children: what a parent's call sets in passing, the child's own call corrects.
            modes.ForEach(mode => mode.Module.train(mode.Training));
        }
    }

    /// <summary>Brings the terms to the CPU in one transfer.</summary>
    private static float[] Read(LossTerms terms)
        => stack([terms.Reconstruction, terms.KlDivergence, terms.Total]).to(float32).cpu().data<float>().ToArray();
}
