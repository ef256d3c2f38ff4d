namespace TorchTrust.RightModels.Numerics;

/// <summary>A policy that takes observations of any type and computes in float32.</summary>
internal sealed class CastingPolicy : Module<Tensor, Tensor>
{
    private readonly Linear _first = Linear(4, 16);
    private readonly Linear _second = Linear(16, 3);

    public CastingPolicy()
        : base(nameof(CastingPolicy)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new CastingPolicy()).WithInput(n => randn(n, 4, dtype: ScalarType.Float64));
        return new RightModel(
            nameof(CastingPolicy),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "Its input is cast, so that it cannot be run in float64: what needs that precision has to be decided without.");
    }

    public override Tensor forward(Tensor observation)
    {
        using var scope = NewDisposeScope();
        return _second.call(_first.call(observation.to(ScalarType.Float32)).relu()).MoveToOuterDisposeScope();
    }
}
