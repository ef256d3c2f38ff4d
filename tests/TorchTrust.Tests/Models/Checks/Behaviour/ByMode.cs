using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>A model that computes one thing in eval mode and another in training mode.</summary>
internal sealed class ByMode : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Linear head = Linear(6, 6);
    private readonly Func<Tensor, Tensor> _eval;
    private readonly Func<Tensor, Tensor> _training;

    public ByMode(Func<Tensor, Tensor> eval, Func<Tensor, Tensor> training)
        : base(nameof(ByMode))
    {
        (_eval, _training) = (eval, training);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => (training ? _training : _eval)(head.call(input));
}
