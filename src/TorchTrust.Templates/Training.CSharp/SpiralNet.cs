using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Template._1;

/// <summary>Tells from a place [N, 2] which arm it lies on: logits [N, 3].</summary>
public sealed class SpiralNet : nn.Module<Tensor, Tensor>
{
    private readonly Linear first = nn.Linear(2, 32);
    private readonly Linear second = nn.Linear(32, 32);
    private readonly Linear head = nn.Linear(32, Spirals.Arms);

    public SpiralNet() : base(nameof(SpiralNet)) => RegisterComponents();

    public override Tensor forward(Tensor places)
    {
        Tensor features = nn.functional.tanh(first.call(places));
        return head.call(nn.functional.tanh(second.call(features)));
    }
}
