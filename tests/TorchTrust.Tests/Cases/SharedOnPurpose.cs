using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.SharedOnPurpose;

// Right models that share a module, an activation or a block on purpose.
internal sealed class Siamese : Module<Tensor, Tensor, Tensor>
{
    private readonly Sequential encoder = Sequential(Linear(6, 8), BatchNorm1d(8), ReLU(), Linear(8, 4));

    public Siamese() : base("siamese") => RegisterComponents();

    public override Tensor forward(Tensor left, Tensor right) => (encoder.call(left) - encoder.call(right)).pow(2).sum(dim: 1);
}

internal sealed class OneActivation : Module<Tensor, Tensor>
{
    private readonly Sequential layers;

    public OneActivation() : base("one")
    {
        Module<Tensor, Tensor> relu = ReLU(), drop = Dropout(0.2);
        layers = Sequential(Linear(6, 8), relu, drop, Linear(8, 8), relu, drop, Linear(8, 2));
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => layers.call(x);
}

internal sealed class SharedDepth : Module<Tensor, Tensor>
{
    private readonly Linear entry = Linear(6, 8), head = Linear(8, 2);
    private readonly Sequential block = Sequential(LayerNorm(8), Linear(8, 8), GELU());

    public SharedDepth() : base("shared") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        Tensor hidden = entry.call(x);
        for (int i = 0; i < 3; i++)
        {
            hidden = hidden + block.call(hidden);
        }

        return head.call(hidden);
    }
}

internal static class Subjects
{
    public static ModelSubject RightSiamese =>
        ModelSubject.For(() => new Siamese()).WithInputs(n => [torch.randn(n, 6), torch.randn(n, 6)]);
    public static ModelSubject RightOneActivation => ModelSubject.For(() => new OneActivation()).WithInput(n => torch.randn(n, 6));
    public static ModelSubject RightSharedDepth => ModelSubject.For(() => new SharedDepth()).WithInput(n => torch.randn(n, 6));
}
