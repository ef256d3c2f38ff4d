using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.ThrowsAlways;

// Faulty: the last layer is applied twice, so every call throws. One cause; what is said of it should be one finding, and true.
internal sealed class Discriminator : Module<Tensor, Tensor>
{
    private readonly Linear body = Linear(6, 8), head = Linear(8, 1);

    public Discriminator() : base("discriminator") => RegisterComponents();

    public override Tensor forward(Tensor x) => functional.sigmoid(head.call(head.call(functional.relu(body.call(x)))));
}

internal static class Subjects
{
    public static ModelSubject Faulty => ModelSubject.For(() => new Discriminator()).WithInput(n => torch.randn(n, 6));
}
