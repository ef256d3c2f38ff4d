namespace TorchTrust.RightModels.Composite;

/// <summary>Sends each sample to its two best experts (Shazeer et al., 2017), with a cost for uneven loads.</summary>
internal sealed class MixtureOfExperts : Module<Tensor, (Tensor Output, Tensor BalanceCost)>
{
    private const int Experts = 4;

    private readonly Module<Tensor, Tensor> _gate = Linear(6, Experts, hasBias: false);
    private readonly ModuleList<Module<Tensor, Tensor>> _experts = new(
        [.. Enumerable.Range(0, Experts).Select(_ => Sequential(Linear(6, 12), GELU(), Linear(12, 3)))]);

    public MixtureOfExperts()
        : base(nameof(MixtureOfExperts)) => RegisterComponents();

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MixtureOfExperts()).WithInput(n => randn(n, 6));
        return new RightModel(
            nameof(MixtureOfExperts),
            undeclared,
            undeclared
                .MixesSamplesOnPurpose("The balance cost is a figure of the whole batch.")
                .LeavesUnusedOnPurpose("_experts.*", "An expert that no sample chose does not run.")
                .WithLoss<(Tensor Output, Tensor BalanceCost)>((_, output) =>
                {
                    using Tensor error = Losses.Regression(output.Output);
                    return error + (output.BalanceCost * 0.01);
                }),
            "An expert that no sample chose does not run and has no gradient; how many rows an expert gets "
                + "depends on the others, so right outputs differ in their last bits.");
    }

    public override (Tensor Output, Tensor BalanceCost) forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor probabilities = F.softmax(_gate.call(input), 1);
        (Tensor weights, Tensor chosen) = probabilities.topk(2, dim: 1);
        weights = weights / weights.sum(dim: 1, keepdim: true);
        Tensor output = input.new_zeros(input.shape[0], 3);
        for (int expert = 0; expert < Experts; expert++)
        {
            Tensor[] places = chosen.eq(expert).nonzero().unbind(1);
            (Tensor rows, Tensor ranks) = (places[0], places[1]);
            if (rows.numel() == 0)
            {
                continue;
            }

            Tensor weight = weights.index_select(0, rows).gather(1, ranks.unsqueeze(1));
            output = output.index_add(0, rows, _experts[expert].call(input.index_select(0, rows)) * weight, 1);
        }

        Tensor load = F.one_hot(chosen.select(1, 0), Experts).to(input.dtype).mean([0]);
        Tensor cost = (load * probabilities.mean([0])).sum() * Experts;
        return (output.MoveToOuterDisposeScope(), cost.MoveToOuterDisposeScope());
    }
}
