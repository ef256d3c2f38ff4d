using static TorchSharp.torch;

namespace TorchTrust.Tests.Training.Checks;

/// <summary>Eight points, each with the index of its largest coordinate and with the sum of all.</summary>
internal sealed record ToyBatch(Tensor Input, Tensor Label, Tensor Value)
{
    public static ToyBatch Of(long n)
    {
        manual_seed(n);
        Tensor input = randn(8, 4);
        return new ToyBatch(input, input.narrow(1, 0, 3).argmax(1), input.sum(1, keepdim: true));
    }
}
