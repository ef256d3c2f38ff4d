using static TorchSharp.torch;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A data set: points <c>[N, 3]</c> and their labels, int64 <c>[N]</c>.</summary>
internal sealed class LabelledPoints(Tensor points, Tensor labels) : IDisposable
{
    public Tensor Points { get; } = points.DetachFromDisposeScope();

    public Tensor Labels { get; } = labels.DetachFromDisposeScope();

    /// <summary>Points around a centre for each of two classes.</summary>
    public static LabelledPoints Draw(int count)
    {
        using var scope = NewDisposeScope();
        Tensor labels = arange(count, dtype: ScalarType.Int64).remainder(2);
        return new LabelledPoints(randn(count, 3) + labels.unsqueeze(1), labels);
    }

    /// <summary>The same, with the first point in it twice, under another label.</summary>
    public static LabelledPoints DrawWithTwins(int count)
    {
        LabelledPoints data = Draw(count);
        data.Points[1].copy_(data.Points[0]);
        return data;
    }

    public void Dispose()
    {
        Points.Dispose();
        Labels.Dispose();
    }
}
