using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>A view with rows and columns swapped: each sample gets values of the others.</summary>
public sealed class MixingNet : nn.Module<Tensor, Tensor>
{
    private readonly Linear hidden = nn.Linear(4, 4);
    private readonly Linear head = nn.Linear(4, 3);

    public MixingNet()
        : base(nameof(MixingNet)) => RegisterComponents();

    public override Tensor forward(Tensor input) => head.call(hidden.call(input).t().reshape(input.shape));
}
