using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>Eight points, each with the index of its largest coordinate and with the sum of all.</summary>
internal sealed record ToyBatch(Tensor Input, Tensor Label, Tensor Value)
{
    /// <summary>A batch that no noise has a part in, so that nothing seeds.</summary>
    public static ToyBatch HeldOut => Of((arange(32, dtype: ScalarType.Float32) * 7).sin().reshape(8, 4) * 2);

    public static ToyBatch Of(long n)
    {
        manual_seed(n);
        return Of(randn(8, 4));
    }

    public static ToyBatch Of(Tensor input) => new(input, input.narrow(1, 0, 3).argmax(1), input.sum(1, keepdim: true));
}
