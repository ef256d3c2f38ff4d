using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.AttentionWithoutWeights;

// Right: attention asked for its values alone. TorchSharp 0.107 then gives a second output whose handle is empty, and whoever
// reads its shape throws.
internal sealed class Encoder : Module<Tensor, Tensor>
{
    private readonly MultiheadAttention attention = MultiheadAttention(8, 2);
    private readonly LayerNorm norm = LayerNorm(8);
    private readonly Linear head = Linear(8, 3);

    public Encoder() : base("encoder") => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        var (mixed, _) = attention.call(x, x, x, null, false, null);
        return head.call(norm.call(x + mixed));
    }
}

internal static class Subjects
{
    // Time first: [T, N, 8].
    public static ModelSubject Right => ModelSubject.For(() => new Encoder()).WithInput(n => torch.randn(5, n, 8));
}
