using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Cli.Fixture;

/// <summary>A softmax over the batch dimension: samples influence each other.</summary>
internal sealed class MixingNet : SmallNet
{
    public override Tensor forward(Tensor input)
    {
        using Tensor logits = base.forward(input);
        return functional.softmax(logits, 0);
    }
}
