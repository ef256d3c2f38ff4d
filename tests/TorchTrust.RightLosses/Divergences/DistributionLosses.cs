namespace TorchTrust.RightLosses.Divergences;

/// <summary>Distances of distributions, and bounds that hold them.</summary>
internal static class DistributionLosses
{
    public static RightLoss FromStandardNormal => RightLoss.Of(
        LossKind.DivergenceFromPrior,
        LossSubject.For(
                (Tensor mean, Tensor logSigma) =>
                    (0.5 * (mean.square() + (2 * logSigma).exp() - 1) - logSigma).sum(1).mean(),
                "FromStandardNormal")
            .WithArguments(n => (randn(n, 3), randn(n, 3) * 0.4f)),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.DistributionParameters)
            .Gives(PredictionKind.DistributionParameters, argument: 1)
            .IsBestAt((mean, logSigma) => (zeros_like(mean), zeros_like(logSigma)))
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative().IsZeroAtBest()
            .Matches("an integral", (mean, logSigma) => NumericalIntegral.Over(-25, 25, x =>
            {
                Tensor sigma = logSigma.exp().unsqueeze(-1);
                Tensor logDensity = (-0.5 * ((x - mean.unsqueeze(-1)) / sigma).square()) - sigma.log();
                return (logDensity - (0.5 * Math.Log(2 * Math.PI))).exp() * (logDensity + (0.5 * x.square()));
            }).sum(1).mean())
            .MatchesTable("a mean of 1 or a deviation of e", () =>
            [
                ((ones(1, 1), zeros(1, 1)), 0.5),
                ((zeros(1, 1), ones(1, 1)), (0.5 * (Math.Exp(2) - 1)) - 1),
            ])
            .IsInvariantTo("means mirrored", (mean, logSigma) => (-mean, logSigma)),
        "There is no target at all: both arguments are predictions, and both zero is best.");

    public static RightLoss Forward => RightLoss.Of(
        LossKind.ForwardDivergence,
        LossSubject.For(
                (Tensor logProbabilities, Tensor target) => (target * (target.log() - logProbabilities)).sum(1).mean(), "ForwardDivergence")
            .WithArguments(n => (randn(n, 4).log_softmax(1), Make.Probabilities(n, 4))),
        subject => subject
            .Gives(PredictionKind.LogProbabilities, classDimension: 1)
            .IsBestAt(target => target.log())
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative().IsZeroAtBest()
            .Matches("torch", (logProbabilities, target) =>
                F.kl_div(logProbabilities, target, log_target: false, Reduction.Sum) / logProbabilities.shape[0]),
        "It is never negative only while rows of the prediction sum to 1; one element alone can be.");

    public static RightLoss Reverse => RightLoss.Of(
        LossKind.ReverseDivergence,
        LossSubject.For(
                (Tensor logits, Tensor target) =>
                {
                    Tensor logProbabilities = logits.log_softmax(1);
                    return (logProbabilities.exp() * (logProbabilities - target.log())).sum(1).mean();
                },
                "ReverseDivergence")
            .WithArguments(n => (randn(n, 4), Make.Probabilities(n, 4))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(target => target.log())
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a shift of all logits of a sample", (logits, target) => (logits - 4, target)),
        "The prediction weighs its own errors; a target of exactly 0 costs infinitely much on purpose.");

    public static RightLoss JensenShannon => RightLoss.Of(
        LossKind.SymmetricDivergence,
        LossSubject.For(
                (Tensor first, Tensor second) =>
                {
                    Tensor middle = ((first + second) / 2).log();
                    return (0.5 * ((first * (first.log() - middle)) + (second * (second.log() - middle))).sum(1)).mean();
                },
                "JensenShannon")
            .WithArguments(n => (Make.Probabilities(n, 4), Make.Probabilities(n, 4))),
        subject => subject
            .Gives(PredictionKind.Probabilities, minimum: 1e-6, classDimension: 1)
            .IsBestAt(second => second)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("both swapped", (first, second) => (second, first)),
        "Target and prediction have gradients alike, and probabilities of exactly 0 are outside its domain.");

    public static RightLoss FreeBits => RightLoss.Of(
        LossKind.EvidenceLowerBound,
        LossSubject.For(
                (Tensor reconstruction, Tensor image, Tensor mean, Tensor logVariance) =>
                {
                    Tensor error = F.binary_cross_entropy_with_logits(reconstruction, image, reduction: Reduction.None).sum([1]).mean();
                    Tensor divergence = 0.5 * (mean.square() + logVariance.exp() - 1 - logVariance);
                    Tensor charged = divergence.clamp_min(0.1).sum(1).mean();
                    return (error + charged, error.detach(), divergence.sum(1).mean().detach());
                },
                "FreeBits")
            .WithArguments(n => (randn(n, 9), rand(n, 9), randn(n, 2), randn(n, 2) * 0.3f)),
        subject => subject
            .HasPredictions(0, 2, 3)
            .Gives(PredictionKind.Logits)
            .Gives(PredictionKind.DistributionParameters, argument: 2)
            .Gives(PredictionKind.DistributionParameters, argument: 3)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative(),
        "It gives a tuple; a latent variable below its free bits has no gradient; and the least loss is not 0.");

    public static RightLoss FreeBitsOverBatch => RightLoss.Of(
        LossKind.EvidenceLowerBound,
        LossSubject.For(
                (Posterior posterior) => (0.5 * (posterior.Mean.square() + posterior.LogVariance.exp() - 1 - posterior.LogVariance))
                    .mean([0]).clamp_min(0.3).sum(),
                "FreeBitsOverBatch")
            .WithArguments(n => new Posterior(randn(n, 3), randn(n, 3) * 0.3f)),
        subject => subject
            .Gives(PredictionKind.DistributionParameters)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .SamplesMeetOnPurpose("Bits are free for a latent variable over the whole batch, not for each sample."),
        "The only argument is a record; whether a sample has a gradient depends on the mean of the batch.");

    public static RightLoss WassersteinCritic => RightLoss.Of(
        LossKind.WassersteinCritic,
        LossSubject.Of(() => new PenalizedCritic(), (PenalizedCritic critic, Tensor fake, Tensor real) => critic.Loss(fake, real))
            .WithArguments(n => (randn(n, 4), randn(n, 4) + 1)),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Values)
            .Gives(PredictionKind.Values, argument: 1)
            .Reduces(Reduction.Mean)
            .IsRandomOnPurpose("The gradient is penalized at random points between real and fake.")
            .StopsGradientsOnPurpose("The points at which the gradient is penalized are given, and not to be moved."),
        "It differentiates inside and is differentiated again, draws at random, and can be far below 0.");

    public static RightLoss AdversarialHinge => RightLoss.Of(
        LossKind.AdversarialHinge,
        LossSubject.For((Tensor real, Tensor fake) => (1 - real).relu().mean() + (1 + fake).relu().mean(), "AdversarialHinge")
            .WithArguments(n => (randn(n), randn(n))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Values)
            .Gives(PredictionKind.Values, argument: 1)
            .IsBestAt((real, fake) => (ones_like(real) * 2, ones_like(fake) * -2))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("real and fake swapped with their signs", (real, fake) => (-fake, -real)),
        "Both arguments are scores of one network, and beyond the margin a sample has no gradient.");

    public static RightLoss MeanDiscrepancy => RightLoss.Of(
        LossKind.TwoSample,
        LossSubject.For(
                (Tensor codes, Tensor prior) => Kernel(codes, codes) + Kernel(prior, prior) - (2 * Kernel(codes, prior)), "MeanDiscrepancy")
            .WithArguments(n => (randn(n, 2), randn(n, 2))),
        subject => subject
            .Gives(PredictionKind.Embeddings)
            .IsBestAt(prior => prior)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .SamplesMeetOnPurpose("Two clouds of samples are compared, not samples one by one.")
            .IsInvariantTo("samples of the prior in another order", (codes, prior) => (codes, prior.flip(0))),
        "Which sample stands beside which has no meaning.");

    public static RightLoss SlicedWasserstein => RightLoss.Of(
        LossKind.TwoSample,
        LossSubject.For(
                (Tensor codes, Tensor prior) =>
                {
                    Tensor directions = F.normalize(randn_like(codes.narrow(0, 0, 1).expand(8, -1)), dim: 1);
                    Tensor ours = codes.matmul(directions.t()).sort(0).Values;
                    Tensor theirs = prior.matmul(directions.t()).sort(0).Values;
                    return (ours - theirs).square().mean();
                },
                "SlicedWasserstein")
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        subject => subject
            .Gives(PredictionKind.Embeddings)
            .IsBestAt(prior => prior)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .SamplesMeetOnPurpose("Samples are sorted along each direction.")
            .IsRandomOnPurpose("Directions are drawn anew in each call."),
        "It draws directions in each call and sorts the samples of the batch.");

    private static Tensor Kernel(Tensor first, Tensor second) =>
        (-(first.unsqueeze(1) - second.unsqueeze(0)).square().sum(2) / 2).exp().mean();
}
