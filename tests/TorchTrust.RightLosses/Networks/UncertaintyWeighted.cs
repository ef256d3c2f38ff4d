namespace TorchTrust.RightLosses.Networks;

/// <summary>A class and two values, weighed by uncertainties that are learned (Kendall et al., 2018).</summary>
internal sealed class UncertaintyWeighted : Module<Tensor, Tensor, Tensor, Tensor, Tensor>
{
    private readonly Parameter _logVariances = Parameter(tensor(new[] { 0.1f, -0.3f }));

    public UncertaintyWeighted()
        : base(nameof(UncertaintyWeighted)) => RegisterComponents();

    public override Tensor forward(Tensor logits, Tensor values, Tensor labels, Tensor targets)
    {
        using var scope = NewDisposeScope();
        Tensor tasks = stack([F.cross_entropy(logits, labels), F.mse_loss(values, targets)]);
        return (((-_logVariances).exp() * tasks) + (0.5 * _logVariances)).sum().MoveToOuterDisposeScope();
    }
}
