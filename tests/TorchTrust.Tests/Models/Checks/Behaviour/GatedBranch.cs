using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>
/// A model that does one thing as long as its gate is shut, as it is when built, and another once training has opened it: a
/// fault in either of both branches must be found.
/// </summary>
internal sealed class GatedBranch : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> _shut;
    private readonly Func<Tensor, Tensor> _open;
    private readonly TorchSharp.Modules.Parameter gate = Parameter(zeros(1));

    public GatedBranch(Func<Tensor, Tensor> shut, Func<Tensor, Tensor> open)
        : base(nameof(GatedBranch))
    {
        (_shut, _open) = (shut, open);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => gate.detach().eq(0).item<bool>() ? _shut(input) : _open(input);
}
