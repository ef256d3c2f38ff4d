using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistVae.Bench;

/// <summary>The same steps as the trainer's, written out, with no log, no check and no checkpoint.</summary>
internal sealed class BareTraining : IDisposable
{
    private readonly Vae _model;
    private readonly Adam _optimizer;
    private readonly VaeLoss _loss = new();

    /// <summary>Takes the model, which stays the caller's.</summary>
    public BareTraining(Vae model)
    {
        _model = model;
        _model.train();
        _optimizer = optim.Adam(model.parameters().ToArray(), 1e-3);
    }

    /// <summary>Trains on batches as they come.</summary>
    public void Run(IEnumerable<Batch> batches)
    {
        foreach (Batch batch in batches)
        {
            using (batch)
            {
                Step(batch.Images);
            }
        }
    }

    /// <summary>One step.</summary>
    /// <param name="images">Images, <c>[N, 1, 32, 32]</c>.</param>
    public void Step(Tensor images)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor loss = _loss.Compute(_model.call(images), images).Total;
        loss.backward();
        _optimizer.step();
        _ = loss.item<float>();
    }

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
