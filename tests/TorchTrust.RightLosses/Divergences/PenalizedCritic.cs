namespace TorchTrust.RightLosses.Divergences;

/// <summary>A critic whose slope between real and fake samples is held at 1 (Gulrajani et al., 2017); it is no module.</summary>
internal sealed class PenalizedCritic : IDisposable
{
    private readonly Module<Tensor, Tensor> _critic = Sequential(Linear(4, 8), Tanh(), Linear(8, 1));

    /// <summary>The loss of the critic.</summary>
    /// <param name="fake">Fake samples, <c>[N, 4]</c>.</param>
    /// <param name="real">Real samples, <c>[N, 4]</c>.</param>
    public Tensor Loss(Tensor fake, Tensor real)
    {
        using var scope = NewDisposeScope();
        Tensor share = rand(new long[] { real.shape[0], 1 }, dtype: real.dtype, device: real.device);
        Tensor between = ((share * real) + ((1 - share) * fake)).detach().requires_grad_(true);
        Tensor scores = _critic.call(between);
        Tensor slopes = autograd.grad([scores], [between], [ones_like(scores)], retain_graph: true, create_graph: true)[0];
        Tensor penalty = ((slopes.square().sum(1) + 1e-12).sqrt() - 1).square().mean();
        return (_critic.call(fake).mean() - _critic.call(real).mean() + (10 * penalty)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _critic.Dispose();
}
