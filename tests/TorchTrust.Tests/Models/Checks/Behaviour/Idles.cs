using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Models.Checks.Behaviour;

/// <summary>Two layers, noise between them, and one more whose output is dropped.</summary>
internal sealed class Idles : Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.Linear encoder = Linear(6, 4);
    private readonly TorchSharp.Modules.Linear idle = Linear(6, 4);
    private readonly TorchSharp.Modules.Linear decoder = Linear(4, 6);
    private readonly Func<Tensor, Tensor> _noise;

    public Idles(Func<Tensor, Tensor> noise)
        : base(nameof(Idles))
    {
        _noise = noise;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        Tensor latent = _noise(encoder.call(input));
        idle.call(input);
        return decoder.call(latent);
    }
}
