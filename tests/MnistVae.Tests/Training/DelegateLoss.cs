using MnistVae.Models;
using MnistVae.Training;
using static TorchSharp.torch;

namespace MnistVae.Tests.Training;

/// <summary>A loss put together from its parts.</summary>
internal sealed class DelegateLoss(
    Func<VaeOutput, Tensor, Tensor> reconstruction, Func<VaeOutput, Tensor> divergence, double klWeight = 1) : IVaeLoss
{
    public LossTerms Compute(VaeOutput output, Tensor images)
    {
        Tensor first = reconstruction(output, images);
        Tensor second = divergence(output);
        return new LossTerms(first, second, first + klWeight * second);
    }
}
