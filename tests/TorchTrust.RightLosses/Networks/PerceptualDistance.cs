namespace TorchTrust.RightLosses.Networks;

/// <summary>The distance of two pictures in the features of a frozen network (Johnson et al., 2016).</summary>
internal sealed class PerceptualDistance : Module<Tensor, Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _features = Sequential(
        Conv2d(3, 8, 3, padding: 1), Tanh(), AvgPool2d(2), Conv2d(8, 8, 3, padding: 1), Tanh());

    public PerceptualDistance()
        : base(nameof(PerceptualDistance))
    {
        RegisterComponents();
        foreach (Parameter parameter in _features.parameters())
        {
            parameter.requires_grad = false;
        }

        _features.eval();
    }

    public override Tensor forward(Tensor prediction, Tensor target)
    {
        using var scope = NewDisposeScope();
        return F.mse_loss(_features.call(prediction), _features.call(target)).MoveToOuterDisposeScope();
    }
}
