namespace TorchTrust.RightLosses.Sequences;

/// <summary>The negative log-likelihood of tags in a conditional random field (Lafferty et al., 2001).</summary>
internal sealed class LinearChain : Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly Parameter _transitions = Parameter(randn(4, 4) * 0.1f);

    public LinearChain()
        : base(nameof(LinearChain)) => RegisterComponents();

    /// <inheritdoc/>
    /// <param name="scores">Scores of tags, <c>[N, T, tags]</c>.</param>
    /// <param name="tags">The tags, <c>[N, T]</c>.</param>
    /// <param name="mask">True at what counts, <c>[N, T]</c>; the first position always does.</param>
    public override Tensor forward(Tensor scores, Tensor tags, Tensor mask)
    {
        using var scope = NewDisposeScope();
        Tensor own = scores.gather(2, tags.unsqueeze(2)).squeeze(2);
        Tensor likelihood = own.select(1, 0);
        Tensor all = scores.select(1, 0);
        for (long t = 1; t < scores.shape[1]; t++)
        {
            Tensor counts = mask.select(1, t);
            Tensor step = _transitions[tags.select(1, t - 1), tags.select(1, t)] + own.select(1, t);
            likelihood = where(counts, likelihood + step, likelihood);
            Tensor next = (all.unsqueeze(2) + _transitions).logsumexp(1) + scores.select(1, t);
            all = where(counts.unsqueeze(1), next, all);
        }

        return (all.logsumexp(1) - likelihood).mean().MoveToOuterDisposeScope();
    }
}
