using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Cli.Fixture;

/// <summary>A network that is right, and does what it is told before each call.</summary>
internal class SmallNet : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> first = Linear(4, 6);
    private readonly Module<Tensor, Tensor> second = Linear(6, 3);
    private readonly Action? before;

    public SmallNet(Action? before = null)
        : base(nameof(SmallNet))
    {
        this.before = before;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        before?.Invoke();
        using Tensor hidden = first.call(input);
        using Tensor active = functional.gelu(hidden);
        return second.call(active);
    }
}
