using MnistVae.Data;
using MnistVae.Logging;
using MnistVae.Models;
using static TorchSharp.torch;

namespace MnistVae.Training;

/// <summary>Evaluates a model in training and logs what comes out, numbers and pictures.</summary>
/// <param name="model">The model.</param>
/// <param name="data">The data.</param>
/// <param name="evaluator">Evaluates without a trace.</param>
/// <param name="metrics">Takes what is logged.</param>
/// <param name="options">The options of training.</param>
internal sealed class EvaluationLog(
    Vae model, TrainerData data, Evaluator evaluator, IMetricWriter metrics, TrainerOptions options)
{
    /// <summary>Evaluates the model and logs nothing.</summary>
    /// <param name="source">The data to evaluate on.</param>
    public EvaluationResult Evaluate(IBatchSource source) => evaluator.Evaluate(model, source);

    /// <summary>Evaluates the model on test and validation data and logs both.</summary>
    /// <param name="step">The number of steps taken so far.</param>
    /// <returns>The result on the test data, and the one that decides whether the model is the best so far.</returns>
    public (EvaluationResult Test, EvaluationResult Deciding) Run(long step)
    {
        EvaluationResult test = EvaluateAndLog("test", data.Test, step);
        EvaluationResult deciding = data.Validation is { } validation
            ? EvaluateAndLog("validation", validation, step)
            : test;
        if (options.PictureCount > 0)
        {
            LogPictures(step);
        }

        return (test, deciding);
    }

    private EvaluationResult EvaluateAndLog(string part, IBatchSource source, long step)
    {
        EvaluationResult result = evaluator.Evaluate(model, source);
        metrics.WriteScalars(
            step,
            new Metric(MetricTags.Reconstruction(part), result.Reconstruction),
            new Metric(MetricTags.KlDivergence(part), result.KlDivergence),
            new Metric(MetricTags.Loss(part), result.Loss));
        return result;
    }

    private void LogPictures(long step)
    {
        using var scope = NewDisposeScope();
        long[] indices = [.. LongRange(Math.Min(options.PictureCount, data.Test.Count))];
        using Batch batch = data.Test.GetBatch(indices, epoch: 0);
        Tensor images = batch.Images.to(options.Device);
        (PngImage reconstructions, PngImage generated) = evaluator.Run(model, () =>
        {
            (Tensor mean, Tensor _) = model.Encode(images);
            return (
                PngImage.EncodeGrid(images, model.Decode(mean)),
                PngImage.EncodeGrid(model.Generate(options.PictureCount)));
        });
        metrics.WriteImage(step, MetricTags.Reconstructions, reconstructions);
        metrics.WriteImage(step, MetricTags.Generated, generated);
    }

    private static IEnumerable<long> LongRange(long count)
    {
        for (long index = 0; index < count; index++)
        {
            yield return index;
        }
    }
}
