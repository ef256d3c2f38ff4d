namespace TorchTrust.RightLosses.Networks;

/// <summary>1 - exp(-x² / 2), with a backward pass of its own.</summary>
internal sealed class Welsch : autograd.SingleTensorFunction<Welsch>
{
    public override string Name => nameof(Welsch);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var error = (Tensor)vars[0];
        ctx.save_for_backward([error]);
        return (1 - (-0.5 * error.square()).exp()).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        Tensor error = ctx.get_saved_variables()[0];
        return [(grad_output * error * (-0.5 * error.square()).exp()).MoveToOuterDisposeScope()];
    }
}
