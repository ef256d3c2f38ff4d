namespace TorchTrust.RightModels.Numerics;

/// <summary>Computes x * sigmoid(x) with a backward pass of its own that keeps the input only.</summary>
internal sealed class CustomSwish : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _fc1 = Linear(7, 16);
    private readonly Module<Tensor, Tensor> _fc2 = Linear(16, 3);

    public CustomSwish()
        : base(nameof(CustomSwish)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new CustomSwish()).WithInput(n => randn(n, 7));
        return new RightModel(
            nameof(CustomSwish),
            undeclared,
            undeclared.WithLoss<Tensor>((_, logits) => Losses.Classification(logits)),
            "The backward pass is C# code that torch calls back, on a thread that torch chooses.");
    }

    public override Tensor forward(Tensor input)
    {
        using Tensor hidden = _fc1.call(input);
        using Tensor active = Swish.apply(hidden);
        return _fc2.call(active);
    }

    private sealed class Swish : autograd.SingleTensorFunction<Swish>
    {
        public override string Name => nameof(Swish);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (Tensor)vars[0];
            ctx.save_for_backward([input]);
            using Tensor gate = input.sigmoid();
            return input * gate;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            using var scope = NewDisposeScope();
            Tensor input = ctx.get_saved_variables()[0];
            Tensor gate = input.sigmoid();
            Tensor slope = gate * (1 + (input * (1 - gate)));
            return [(grad_output * slope).MoveToOuterDisposeScope()];
        }
    }
}
