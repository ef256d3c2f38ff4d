using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>Samples lie along the second dimension, as TorchSharp's LSTM has them.</summary>
internal sealed class TimeFirst : Module<Tensor, Tensor>
{
    private readonly LSTM lstm = LSTM(3, 8);

    public TimeFirst()
        : base(nameof(TimeFirst)) => RegisterComponents();

    public override Tensor forward(Tensor input) => lstm.call(input).Item1;
}
