using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>Its layers do not fit: every call throws.</summary>
public sealed class ThrowingNet : nn.Module<Tensor, Tensor>
{
    private readonly Linear body = nn.Linear(4, 5);
    private readonly Linear head = nn.Linear(6, 3);

    public ThrowingNet()
        : base(nameof(ThrowingNet)) => RegisterComponents();

    public override Tensor forward(Tensor input) => head.call(body.call(input));
}
