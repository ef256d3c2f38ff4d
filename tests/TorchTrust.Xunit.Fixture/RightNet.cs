using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>Two layers, and nothing wrong.</summary>
public sealed class RightNet : nn.Module<Tensor, Tensor>
{
    private readonly Linear hidden = nn.Linear(4, 6);
    private readonly Linear head = nn.Linear(6, 3);

    public RightNet()
        : base(nameof(RightNet)) => RegisterComponents();

    public override Tensor forward(Tensor input) => head.call(nn.functional.tanh(hidden.call(input)));
}
