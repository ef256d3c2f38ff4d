using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

/// <summary>Registered as it must be: layers, a parameter, and a constant as a buffer.</summary>
internal sealed class RightBlock : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(6, 6);
    private readonly Module<Tensor, Tensor> act = Tanh();
    private readonly Parameter scale = Parameter(ones(6));
    private readonly Tensor mask = ones(6);

    public RightBlock()
        : base(nameof(RightBlock)) => RegisterComponents();

    public override Tensor forward(Tensor input) => act.call(first.call(input)) * scale * mask;
}
