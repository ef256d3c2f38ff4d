namespace TorchTrust.RightLosses.Likelihoods;

/// <summary>Negative logarithms of likelihoods.</summary>
internal static class NegativeLogLikelihoods
{
    public static RightLoss Poisson => RightLoss.Of(
        LossKind.Poisson,
        LossSubject.For((Tensor logRate, Tensor count) => F.poisson_nll_loss(logRate, count), "Poisson")
            .WithArguments(n => (randn(n, 3), Make.Labels(6, n, 3).to(float32))),
        subject => subject
            .Gives(PredictionKind.DistributionParameters)
            .IsBestAt(count => (count + 1e-8f).log())
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Mean)
            .Matches("without the factorial", (logRate, count) => (logRate.exp() - (count * logRate)).mean()),
        "It can be below 0, since a constant is left out, and the prediction is a logarithm.");

    public static RightLoss NegativeBinomial => RightLoss.Of(
        LossKind.NegativeBinomial,
        LossSubject.For<Tensor, Tensor, Tensor>(NegativeBinomialOf, "NegativeBinomial")
            .WithArguments(n => (rand(n, 3) + 0.3f, rand(n, 3) + 0.3f, Make.Labels(6, n, 3).to(float32))),
        subject => subject
            .Gives(PredictionKind.DistributionParameters, argument: 0, minimum: 1e-6)
            .Gives(PredictionKind.DistributionParameters, argument: 1, minimum: 1e-6)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .MatchesTable("a geometric distribution", () =>
            [
                ((full(new long[] { 1, 1 }, 2f), ones(1, 1), zeros(1, 1)), Math.Log(3)),
                ((full(new long[] { 1, 1 }, 2f), ones(1, 1), full(new long[] { 1, 1 }, 3f)), -Math.Log(8 / 81.0)),
            ]),
        "Two parameters are predicted, both above 0: the mean, and how far the counts spread.");

    public static RightLoss Gaussian => RightLoss.Of(
        LossKind.GaussianLikelihood,
        LossSubject.For(
                (Tensor mean, Tensor target, Tensor variance) =>
                    0.5 * (((mean - target).square() / variance) + variance.log() + Math.Log(2 * Math.PI)).mean(),
                "Gaussian")
            .WithArguments(n => (randn(n, 2), randn(n, 2), rand(n, 2) + 0.2f)),
        subject => subject
            .HasPredictions(0, 2)
            .Gives(PredictionKind.DistributionParameters)
            .Gives(PredictionKind.DistributionParameters, argument: 2, minimum: 1e-5)
            .Reduces(Reduction.Mean)
            .MatchesTable("worked out by hand", () =>
            [
                ((zeros(1, 1), zeros(1, 1), ones(1, 1)), 0.5 * Math.Log(2 * Math.PI)),
                ((ones(1, 1), zeros(1, 1), full(new long[] { 1, 1 }, 4f)), 0.125 + (0.5 * Math.Log(8 * Math.PI))),
            ])
            .IsInvariantTo("mean and target moved alike", (mean, target, variance) => (mean + 3, target + 3, variance)),
        "Predictions stand before and after the target, and a sure prediction costs less than 0.");

    public static RightLoss LogVariance => RightLoss.Of(
        LossKind.GaussianLikelihood,
        LossSubject.For(
                (Tensor mean, Tensor logVariance, Tensor target) =>
                {
                    Tensor costs = 0.5 * (((mean - target).square() * (-logVariance).exp()) + logVariance);
                    return (logVariance.detach().exp().sqrt() * costs).mean();
                },
                "LogVariance")
            .WithArguments(n => (randn(n, 2), randn(n, 2) * 0.5f, randn(n, 2))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.DistributionParameters)
            .Gives(PredictionKind.DistributionParameters, argument: 1)
            .Reduces(Reduction.Mean)
            .StopsGradientsOnPurpose("The variance weighs samples, but is not to grow for the sake of the weight (Seitzer et al., 2022)."),
        "The weight stands outside of the graph, so the gradient is not that of the value.");

    public static RightLoss Mixture => RightLoss.Of(
        LossKind.MixtureLikelihood,
        LossSubject.For<Tensor, Tensor, Tensor, Tensor>(MixtureOf, "Mixture")
            .WithArguments(n => (randn(n, 3), randn(n, 3), randn(n, 3) * 0.3f, randn(n))),
        subject => subject
            .HasPredictions(0, 1, 2)
            .Gives(PredictionKind.Logits, classDimension: 1)
            .Gives(PredictionKind.DistributionParameters, argument: 1)
            .Gives(PredictionKind.DistributionParameters, argument: 2)
            .Reduces(Reduction.Mean)
            .Matches("the density itself", (logits, means, logScales, target) => -((logits.softmax(1)
                * (-0.5 * ((target.unsqueeze(1) - means) / logScales.exp()).square()).exp()
                / (logScales.exp() * Math.Sqrt(2 * Math.PI))).sum(1).log()).mean())
            .IsInvariantTo("a shift of all logits of a sample", (logits, means, logScales, target) =>
                (logits + 2, means, logScales, target))
            .IsInvariantTo("components in another order", (logits, means, logScales, target) =>
                (logits.flip(1), means.flip(1), logScales.flip(1), target)),
        "Three predictions of one shape stand against a target without their last dimension, and the loss has no least value.");

    public static RightLoss ProportionalHazards => RightLoss.Of(
        LossKind.PartialLikelihood,
        LossSubject.For(
                (Tensor risk, Tensor time, Tensor happened) =>
                {
                    Tensor order = time.argsort(0, descending: true);
                    Tensor sorted = risk.index_select(0, order);
                    Tensor events = happened.index_select(0, order);
                    return ((sorted.logcumsumexp(0) - sorted) * events).sum() / events.sum().clamp_min(1);
                },
                "ProportionalHazards")
            .WithArguments(n => (randn(n), rand(n), Make.Bits(n))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsNeverNegative()
            .SamplesMeetOnPurpose("Each event is compared with all that were still at risk then.")
            .IsInvariantTo("a shift of all risks", (risk, time, happened) => (risk + 1, time, happened))
            .IsInvariantTo("another clock", (risk, time, happened) => (risk, time * 5, happened)),
        "Times matter by their order only; a batch without an event costs nothing and has no gradient.");

    private static Tensor NegativeBinomialOf(Tensor mean, Tensor dispersion, Tensor count)
    {
        Tensor size = 1 / dispersion;
        Tensor likelihood = (count + size).lgamma() - (count + 1).lgamma() - size.lgamma()
            + (size * (size.log() - (size + mean).log())) + (count * (mean.log() - (size + mean).log()));
        return -likelihood.mean();
    }

    private static Tensor MixtureOf(Tensor logits, Tensor means, Tensor logScales, Tensor target)
    {
        Tensor distance = (target.unsqueeze(1) - means) * (-logScales).exp();
        Tensor densities = (-0.5 * distance.square()) - logScales - (0.5 * Math.Log(2 * Math.PI));
        return -(logits.log_softmax(1) + densities).logsumexp(1).mean();
    }
}
