namespace TorchTrust.RightLosses.Classification;

/// <summary>Losses of probabilities of classes that a network has taken the softmax of itself.</summary>
internal static class ProbabilityLosses
{
    public static RightLoss Likelihood => RightLoss.Of(
        LossKind.CrossEntropy,
        LossSubject.For(
                (Tensor probabilities, Tensor labels) => F.nll_loss(probabilities.clamp_min(1e-7).log(), labels),
                "LikelihoodOfProbabilities")
            .WithArguments(n => (Make.Probabilities(n, 5), Make.Labels(5, n))),
        subject => subject
            .Gives(PredictionKind.Probabilities, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 5).to(float32))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "The logarithm is cut off, so that a probability of 0 costs something finite and has no gradient.");

    public static RightLoss SmoothedLikelihood => RightLoss.Of(
        LossKind.SmoothedCrossEntropy,
        LossSubject.For(
                (Tensor probabilities, Tensor labels) =>
                    -(((F.one_hot(labels, 5) * 0.9f) + 0.02f) * probabilities.clamp_min(1e-7).log()).sum(1).mean(),
                "SmoothedLikelihoodOfProbabilities")
            .WithArguments(n => (Make.Probabilities(n, 5), Make.Labels(5, n))),
        subject => subject
            .Gives(PredictionKind.Probabilities, classDimension: 1)
            .IsBestAt(labels => (F.one_hot(labels, 5) * 0.9f) + 0.02f)
            .Reduces(Reduction.Mean)
            .IsNeverNegative(),
        "To be sure and right costs more than to be nearly sure.");

    public static RightLoss Generalized => RightLoss.Of(
        LossKind.CrossEntropy,
        LossSubject.For(
                (Tensor probabilities, Tensor labels) =>
                    ((1 - probabilities.gather(1, labels.unsqueeze(1)).clamp_min(1e-7).pow(0.7)) / 0.7).mean(),
                "GeneralizedCrossEntropy")
            .WithArguments(n => (Make.Probabilities(n, 4), Make.Labels(4, n))),
        subject => subject
            .Gives(PredictionKind.Probabilities, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 4).to(float32))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "Only the probability of the label matters, and a wrong label costs little (Zhang and Sabuncu, 2018).");

    public static RightLoss Brier => RightLoss.Of(
        LossKind.SquaredError,
        LossSubject.For(
                (Tensor probabilities, Tensor labels) => (probabilities - F.one_hot(labels, 3).movedim([-1], [1])).square().sum(1).mean(),
                "BrierOfPixels")
            .WithArguments(n => (randn(n, 3, 4, 4).softmax(1), Make.Labels(3, n, 4, 4))),
        subject => subject
            .Gives(PredictionKind.Probabilities, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 3).movedim([-1], [1]).to(float32))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "The most that it costs is 2, and its gradient is small where a class is missed for sure.");
}
