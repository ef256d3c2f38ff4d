using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.NoisyLayer;

// Right: a layer whose weights are drawn around their means in training; the deviations start as one constant by definition, and
// the noise tells the units apart.
internal sealed class Noisy : Module<Tensor, Tensor>
{
    private readonly Parameter mean, deviation;

    public Noisy(long from, long to) : base("noisy")
    {
        mean = Parameter((torch.rand(to, from) - 0.5f) * 0.6f);
        deviation = Parameter(torch.full([to, from], 0.017f));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) =>
        functional.linear(x, training ? mean + deviation * torch.randn_like(mean) : mean);
}

internal static class Subjects
{
    public static ModelSubject Right =>
        ModelSubject.For(() => Sequential(new Noisy(6, 8), ReLU(), new Noisy(8, 2))).WithInput(n => torch.randn(n, 6));
}
