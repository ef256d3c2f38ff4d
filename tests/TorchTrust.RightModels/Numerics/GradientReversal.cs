namespace TorchTrust.RightModels.Numerics;

/// <summary>
/// Features that tell classes but not domains, by a gradient that changes its sign (Ganin et al., 2016).
/// </summary>
internal sealed class GradientReversal : Module<Tensor, (Tensor Classes, Tensor Domains)>
{
    private readonly Module<Tensor, Tensor> _features = Sequential(Linear(6, 16), ReLU());
    private readonly Module<Tensor, Tensor> _classes = Linear(16, 3);
    private readonly Module<Tensor, Tensor> _domains = Linear(16, 2);

    public GradientReversal()
        : base(nameof(GradientReversal)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new GradientReversal()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(GradientReversal),
            undeclared,
            undeclared.StopsGradientsOnPurpose("_features.*", "They are to tell classes, and not domains.")
                .WithLoss<(Tensor Classes, Tensor Domains)>((_, output) =>
                {
                    using Tensor classes = Losses.Classification(output.Classes);
                    using Tensor domains = Losses.Classification(output.Domains);
                    return classes + (domains * 0.2);
                }),
            "On purpose the gradient of the features is not that of the loss: central differences disagree.");
    }

    public override (Tensor Classes, Tensor Domains) forward(Tensor input)
    {
        using Tensor features = _features.call(input);
        using Tensor reversed = Reverse.apply(features);
        return (_classes.call(features), _domains.call(reversed));
    }

    private sealed class Reverse : autograd.SingleTensorFunction<Reverse>
    {
        public override string Name => nameof(Reverse);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) => ((Tensor)vars[0]).clone();

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => [grad_output.neg()];
    }
}
