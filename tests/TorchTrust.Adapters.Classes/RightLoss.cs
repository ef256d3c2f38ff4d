using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>A loss of the library.</summary>
[TrustClass]
public sealed class RightLoss : LossTrustTests
{
    protected override LossSubject Subject => LossSubject
        .For((Tensor logits, Tensor target) => nn.functional.cross_entropy(logits, target))
        .WithArguments(n => (randn(n, 5), randint(5, n)))
        .Reduces(nn.Reduction.Mean);
}
