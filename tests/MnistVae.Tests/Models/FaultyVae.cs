using MnistVae.Models;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MnistVae.Tests.Models;

/// <summary>A right model and what goes wrong around it.</summary>
internal sealed class FaultyVae : Module<Tensor, VaeOutput>
{
    [ComponentName(Name = "inner")]
    private readonly Vae _inner;

    [ComponentName(Name = "extra")]
    private readonly Module<Tensor, Tensor>? _extra;

    private readonly Func<FaultyVae, Tensor, VaeOutput> _forward;

    /// <param name="inner">The right model.</param>
    /// <param name="forward">What runs instead of it.</param>
    /// <param name="extra">One more layer, registered.</param>
    public FaultyVae(Vae inner, Func<FaultyVae, Tensor, VaeOutput> forward, Module<Tensor, Tensor>? extra = null)
        : base(nameof(FaultyVae))
    {
        _inner = inner;
        _extra = extra;
        _forward = forward;
        RegisterComponents();
    }

    public Vae Inner => _inner;

    public Module<Tensor, Tensor> Extra => _extra!;

    public override VaeOutput forward(Tensor images) => _forward(this, images);
}
