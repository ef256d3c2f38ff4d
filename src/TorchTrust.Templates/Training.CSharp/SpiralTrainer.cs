using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Template._1;

/// <summary>Trains a network on the spirals.</summary>
public sealed class SpiralTrainer : IDisposable
{
    private readonly SpiralNet model = new();
    private readonly Adam optimizer;

    public SpiralTrainer(Spirals data)
    {
        Data = data;
        optimizer = optim.Adam(model.parameters(), lr: 0.01);
    }

    /// <summary>The data.</summary>
    public Spirals Data { get; }

    /// <summary>The loss of logits [N, 3]: the mean over the points of a batch.</summary>
    public static Tensor Loss(Tensor logits, Tensor arms) => nn.functional.cross_entropy(logits, arms);

    /// <summary>Takes a step on a batch, and gives its loss.</summary>
    public float Step(Batch batch)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor loss = Loss(model.call(batch.Places), batch.Arms);

        // Uncomment the next line, and a check fails: the network then learns from twice the gradient of the loss that is told.
        // loss.backward(retain_graph: true);
        loss.backward();
        optimizer.step();
        return loss.item<float>();
    }

    /// <summary>The share of points whose arm is told right.</summary>
    public double Evaluate(IReadOnlyList<Batch> batches)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        model.eval();
        long right = 0, all = 0;
        foreach (Batch batch in batches)
        {
            right += model.call(batch.Places).argmax(1).eq(batch.Arms).sum().item<long>();
            all += batch.Arms.shape[0];
        }

        model.train();
        return (double)right / all;
    }

    /// <summary>Writes the weights.</summary>
    public void Save(string path) => model.save(path);

    /// <summary>Reads the weights.</summary>
    public void Load(string path) => model.load(path);

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }
}
