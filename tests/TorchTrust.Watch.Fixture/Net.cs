using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Watch.Fixture;

/// <summary>An encoder and a head, with batch normalization and dropout: run by forward, as nearly everybody does.</summary>
internal sealed class Net : Module<Tensor, Tensor>
{
    private readonly Sequential _encoder;
    private readonly Dropout _drop = Dropout(0.2);
    private readonly Linear _head = Linear(16, 3);

    public Net()
        : base(nameof(Net))
    {
        _encoder = Sequential(("first", Linear(8, 16)), ("norm", BatchNorm1d(16)), ("act", ReLU()));
        RegisterComponents();
    }

    /// <summary>The part before the head.</summary>
    public Sequential Encoder => _encoder;

    /// <summary>The head.</summary>
    public Linear Head => _head;

    public override Tensor forward(Tensor input) => _head.forward(_drop.forward(_encoder.forward(input)));
}
