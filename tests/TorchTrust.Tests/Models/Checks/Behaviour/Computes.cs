using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>A model that computes what it is told to, with no parameters.</summary>
internal sealed class Computes : Module<Tensor, Tensor>
{
    private readonly Func<Tensor, Tensor> _operation;

    public Computes(Func<Tensor, Tensor> operation)
        : base(nameof(Computes))
    {
        _operation = operation;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _operation(input);
}
