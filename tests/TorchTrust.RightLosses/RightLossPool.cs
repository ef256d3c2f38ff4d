using TorchTrust.RightLosses.Classification;
using TorchTrust.RightLosses.Divergences;
using TorchTrust.RightLosses.Embeddings;
using TorchTrust.RightLosses.Likelihoods;
using TorchTrust.RightLosses.Networks;
using TorchTrust.RightLosses.Numerics;
using TorchTrust.RightLosses.Ranking;
using TorchTrust.RightLosses.Regression;
using TorchTrust.RightLosses.Segmentation;
using TorchTrust.RightLosses.Sequences;

namespace TorchTrust.RightLosses;

/// <summary>All right losses, in an order that stays as it is; new ones are added at the end of their area.</summary>
public static class RightLossPool
{
    /// <summary>The losses; each must pass every check with its facts declared, and raise no error without them.</summary>
    public static IReadOnlyList<RightLoss> All { get; } =
    [
        // Classification
        CrossEntropies.Plain,
        CrossEntropies.Smoothed,
        CrossEntropies.Weighted,
        CrossEntropies.Ignoring,
        CrossEntropies.SoftTargets,
        CrossEntropies.WithSquaredNormalizer,
        CrossEntropies.LogitAdjusted,
        CrossEntropies.Mixup,

        // Classification
        BinaryLosses.WithLogits,
        BinaryLosses.WithProbabilities,
        BinaryLosses.WithPositiveWeight,
        BinaryLosses.Focal,
        BinaryLosses.OneVersusRestFocal,
        BinaryLosses.Ordinal,
        ProbabilityLosses.Likelihood,
        ProbabilityLosses.SmoothedLikelihood,
        ProbabilityLosses.Generalized,
        ProbabilityLosses.Brier,

        // Segmentation
        Overlaps.Dice,
        Overlaps.DiceOverBatch,
        Overlaps.Tversky,
        Overlaps.SoftOverlap,
        Overlaps.GeneralizedBoxOverlap,

        // Embeddings
        Contrasts.Triplet,
        Contrasts.HardestTriplet,
        Contrasts.Pairs,
        Contrasts.NormalizedTemperature,
        Contrasts.Supervised,
        Contrasts.ImageAndText,
        Contrasts.Queue,
        Contrasts.CrossCorrelation,
        Contrasts.AngularMargin,
        Contrasts.PairDistances,

        // Sequences
        SequenceLosses.Ctc,
        SequenceLosses.PerToken,
        SequenceLosses.PerSequence,
        SequenceLosses.NextToken,
        SequenceLosses.TwoAhead,
        SequenceLosses.RandomField,
        SequenceLosses.SumOverTime,

        // Regression
        Errors.Huber,
        Errors.LogCosh,
        Errors.Quantile,
        Errors.SeveralQuantiles,
        Errors.RootMeanSquare,
        Errors.PerSample,
        Errors.PerElement,
        Errors.SampleWeighted,
        Errors.ScaleInvariant,
        Errors.Correlation,
        Errors.NoisePrediction,

        // Likelihoods
        NegativeLogLikelihoods.Poisson,
        NegativeLogLikelihoods.NegativeBinomial,
        NegativeLogLikelihoods.Gaussian,
        NegativeLogLikelihoods.LogVariance,
        NegativeLogLikelihoods.Mixture,
        NegativeLogLikelihoods.ProportionalHazards,

        // Divergences
        DistributionLosses.FromStandardNormal,
        DistributionLosses.Forward,
        DistributionLosses.Reverse,
        DistributionLosses.JensenShannon,
        DistributionLosses.FreeBits,
        DistributionLosses.FreeBitsOverBatch,
        DistributionLosses.WassersteinCritic,
        DistributionLosses.AdversarialHinge,
        DistributionLosses.MeanDiscrepancy,
        DistributionLosses.SlicedWasserstein,

        // Ranking
        Rankings.Hinge,
        Rankings.MultiClassMargin,
        Rankings.PairOrder,
        Rankings.PersonalizedRanking,
        Rankings.ListNet,
        Rankings.ListLikelihood,
        Rankings.DirectPreference,
        Rankings.ClippedPolicy,
        Rankings.TemporalDifference,

        // Networks
        NetworkLosses.Distillation,
        NetworkLosses.Perceptual,
        NetworkLosses.LearnedWeights,
        NetworkLosses.HeatEquation,
        NetworkLosses.CustomGradient,
        NetworkLosses.Commitment,
        NetworkLosses.StoppedBranch,

        // Numerics
        UnusualNumbers.ComplexSpectrum,
        UnusualNumbers.Magnitudes,
        UnusualNumbers.BestPermutation,
        UnusualNumbers.Chamfer,
        UnusualNumbers.TotalVariation,
        UnusualNumbers.ClassAndBox,
    ];
}
