using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Pictures;
using static TorchSharp.torch;

namespace MnistVae.Run;

/// <summary>Draws the pictures of a run.</summary>
/// <param name="model">A trained model.</param>
/// <param name="folder">The folder of the pictures.</param>
internal sealed class RunPictures(Vae model, string folder)
{
    private const int PairColumns = 6;
    private const int PairRows = 8;
    private const int SampleColumns = 10;
    private const int SampleRows = 8;
    private const int MostCodes = 3000;
    private const int CodesPerBatch = 500;

    /// <summary>Test images beside their reconstructions.</summary>
    public string Reconstructions { get; } = Path.Combine(folder, "reconstructions.png");

    /// <summary>Images made from codes of the prior.</summary>
    public string Samples { get; } = Path.Combine(folder, "samples.png");

    /// <summary>The codes of test images, coloured by label.</summary>
    public string LatentSpacePlot { get; } = Path.Combine(folder, "latent-space.svg");

    /// <summary>The loss over the steps.</summary>
    public string LossPlot { get; } = Path.Combine(folder, "loss-curves.svg");

    /// <summary>Draws all of them.</summary>
    /// <param name="test">The images to show.</param>
    /// <param name="logs">The folder of the event files.</param>
    /// <param name="seed">Decides the samples.</param>
    /// <exception cref="IOException">A picture cannot be written.</exception>
    public void Draw(IBatchSource test, string logs, long seed)
    {
        bool wasTraining = model.training;
        model.eval();
        using (NewDisposeScope())
        using (no_grad())
        {
            DrawReconstructions(test);
            DrawSamples(model, SampleColumns * SampleRows, seed, Samples);
            DrawLatentSpace(test);
        }

        model.train(wasTraining);
        LossCurves.SaveSvg(LossHistory.Read(logs), LossPlot);
    }

    /// <summary>Draws images made from codes of the prior.</summary>
    /// <param name="model">A trained model in evaluation mode.</param>
    /// <param name="count">The number of images.</param>
    /// <param name="seed">Decides the codes.</param>
    /// <param name="path">The file.</param>
    public static void DrawSamples(Vae model, int count, long seed, string path)
    {
        Generator? before = model.NoiseGenerator;
        using var generator = new Generator(unchecked((ulong)seed));
        model.NoiseGenerator = generator;
        try
        {
            using Tensor samples = model.Generate(count);
            ImageGrid.Tile(samples, SampleColumns).SavePng(path);
        }
        finally
        {
            model.NoiseGenerator = before;
        }
    }

    private void DrawReconstructions(IBatchSource test)
    {
        using Batch batch = test.GetBatch(Indices(0, Math.Min(test.Count, PairColumns * PairRows)), epoch: 0);
        (Tensor mean, _) = model.Encode(batch.Images.to(Device));
        ImageGrid.Pairs(batch.Images, model.Decode(mean).cpu(), PairColumns).SavePng(Reconstructions);
    }

    /// <summary>A plane needs two codes at least: with a single image there is no plot.</summary>
    private void DrawLatentSpace(IBatchSource test)
    {
        long count = Math.Min(test.Count, MostCodes);
        if (count < 2)
        {
            return;
        }

        var means = new List<Tensor>();
        var labels = new List<long>();
        for (long start = 0; start < count; start += CodesPerBatch)
        {
            using Batch batch = test.GetBatch(Indices(start, Math.Min(CodesPerBatch, count - start)), epoch: 0);
            means.Add(model.Encode(batch.Images.to(Device)).Mean);
            labels.AddRange(batch.Labels.data<long>());
        }

        LatentSpace.SaveSvg(cat(means), labels, LatentSpacePlot);
    }

    private Device Device => model.parameters().First().device;

    private static long[] Indices(long start, long count)
    {
        long[] indices = new long[count];
        for (int i = 0; i < count; i++)
        {
            indices[i] = start + i;
        }

        return indices;
    }
}
