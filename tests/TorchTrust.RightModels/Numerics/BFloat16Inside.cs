namespace TorchTrust.RightModels.Numerics;

/// <summary>Keeps its weights in float32 and multiplies in bfloat16, as mixed precision does.</summary>
internal sealed class BFloat16Inside : Module<Tensor, Tensor>
{
    private readonly Linear _fc1 = Linear(8, 16);
    private readonly Linear _fc2 = Linear(16, 4);

    public BFloat16Inside()
        : base(nameof(BFloat16Inside)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new BFloat16Inside()).WithInput(n => randn(n, 8));
        return new RightModel(
            nameof(BFloat16Inside),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Eight bits of mantissa inside: errors of 1e-2 are right, and small changes of an input may change "
                + "no bit.");
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor hidden = HalfLinear(input.to(ScalarType.BFloat16), _fc1).relu();
        return HalfLinear(hidden, _fc2).to(input.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor HalfLinear(Tensor input, Linear layer) => F.linear(
        input, layer.weight.to(ScalarType.BFloat16), layer.bias!.to(ScalarType.BFloat16));
}
