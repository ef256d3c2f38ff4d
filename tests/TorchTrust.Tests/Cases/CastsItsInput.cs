using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Tests.Cases.CastsItsInput;

// Right, and usual where observations come as integers or doubles: the network casts what it is given to float32.
internal sealed class Policy : Module<Tensor, Tensor>
{
    private readonly Linear first = Linear(4, 16), second = Linear(16, 3);

    public Policy() : base("policy") => RegisterComponents();

    public override Tensor forward(Tensor x) => second.call(functional.relu(first.call(x.to_type(ScalarType.Float32))));
}

internal static class Subjects
{
    public static ModelSubject Right => ModelSubject.For(() => new Policy()).WithInput(n => torch.randn(n, 4));
}
