using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A small classifier, and how it is trained.</summary>
public sealed class ClassifierLoop : IDisposable
{
    private readonly RightNet _net = new();
    private readonly SGD _optimizer;

    public ClassifierLoop() => _optimizer = optim.SGD(_net.parameters(), 0.1, momentum: 0.9);

    public static (Tensor Input, Tensor Label) Batch(long n)
    {
        using var random = new Generator((ulong)n);
        Tensor input = randn([6, 4], generator: random);
        return (input, input.narrow(1, 0, 3).argmax(1));
    }

    public double Step((Tensor Input, Tensor Label) batch, bool clears = true)
    {
        using var scope = NewDisposeScope();
        if (clears)
        {
            _optimizer.zero_grad();
        }

        Tensor loss = nn.functional.cross_entropy(_net.call(batch.Input), batch.Label);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _net.Dispose();
    }
}
