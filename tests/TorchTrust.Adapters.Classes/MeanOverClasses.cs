using static TorchSharp.torch;

namespace TorchTrust.Adapters;

/// <summary>A loss whose mean is taken over the classes too, against what is declared.</summary>
[TrustClass]
public sealed class MeanOverClasses : LossTrustTests
{
    protected override LossSubject Subject => LossSubject
        .For((Tensor prediction, Tensor target) => nn.functional.mse_loss(prediction, target))
        .WithArguments(n => (randn(n, 3), randn(n, 3)))
        .Reduces(nn.Reduction.Mean)
        .Reduces(1, nn.Reduction.Sum);
}
