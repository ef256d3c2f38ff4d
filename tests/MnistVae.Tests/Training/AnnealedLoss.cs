using MnistVae.Models;
using MnistVae.Training;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>
/// Raises the weight of the divergence with each call. That is state which no checkpoint holds, and evaluation, which
/// calls it too, changes it.
/// </summary>
internal sealed class AnnealedLoss : IVaeLoss
{
    private int _calls;

    public LossTerms Compute(VaeOutput output, Tensor images) => new VaeLoss(0.01 * _calls++).Compute(output, images);
}
