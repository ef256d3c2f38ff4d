using static TorchSharp.torch;

namespace TorchTrust.Xunit.Fixture;

/// <summary>Layers in a list of .NET, which RegisterComponents does not see.</summary>
public sealed class UnregisteredLayersNet : nn.Module<Tensor, Tensor>
{
    private readonly List<Linear> layers = [nn.Linear(4, 4), nn.Linear(4, 4)];
    private readonly Linear head = nn.Linear(4, 3);

    public UnregisteredLayersNet()
        : base(nameof(UnregisteredLayersNet)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        foreach (Linear layer in layers)
        {
            input = nn.functional.tanh(layer.call(input));
        }

        return head.call(input);
    }
}
