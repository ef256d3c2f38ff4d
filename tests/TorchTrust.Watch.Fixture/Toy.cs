using static TorchSharp.torch;

namespace TorchTrust.Watch.Fixture;

/// <summary>Points in three heaps, divided into training and test rows, in batches whose order is new each epoch.</summary>
internal sealed class Toy
{
    public const int BatchSize = 16;

    public Toy(int rows = 160, int testRows = 80, int width = 8)
    {
        manual_seed(7);
        Labels = randint(3, rows);
        Inputs = randn(rows, width) + (Labels.unsqueeze(1).to(ScalarType.Float32) * 2);
        TestLabels = randint(3, testRows);
        TestInputs = randn(testRows, width) + (TestLabels.unsqueeze(1).to(ScalarType.Float32) * 2);
    }

    public Tensor Inputs { get; set; }

    public Tensor Labels { get; set; }

    public Tensor TestInputs { get; set; }

    public Tensor TestLabels { get; set; }

    public IEnumerable<(Tensor Inputs, Tensor Labels)> Epoch(bool isShuffled = true)
    {
        using Tensor order = isShuffled ? randperm(Inputs.shape[0]) : arange(Inputs.shape[0]);
        for (long start = 0; start + BatchSize <= Inputs.shape[0]; start += BatchSize)
        {
            using Tensor rows = order.slice(0, start, start + BatchSize, 1);
            yield return (Inputs.index_select(0, rows), Labels.index_select(0, rows));
        }
    }

    public IEnumerable<(Tensor Inputs, Tensor Labels)> Test()
    {
        for (long start = 0; start + BatchSize <= TestInputs.shape[0]; start += BatchSize)
        {
            yield return (TestInputs.slice(0, start, start + BatchSize, 1), TestLabels.slice(0, start, start + BatchSize, 1));
        }
    }
}
