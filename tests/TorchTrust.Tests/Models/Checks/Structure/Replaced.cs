using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Structure;

/// <summary>Its field is given another layer after registration.</summary>
internal sealed class Replaced : Module<Tensor, Tensor>
{
    private readonly Linear head = Linear(6, 3);

    public Replaced()
        : base(nameof(Replaced))
    {
        RegisterComponents();
        head = Linear(6, 2);
    }

    public override Tensor forward(Tensor input) => head.call(input);
}
