namespace TorchTrust.RightLosses.Embeddings;

/// <summary>Losses that tell embeddings apart.</summary>
internal static class Contrasts
{
    public static RightLoss Triplet => RightLoss.Of(
        LossKind.Triplet,
        LossSubject.For(
                (Tensor anchor, Tensor positive, Tensor negative) => F.triplet_margin_loss(anchor, positive, negative), "Triplet")
            .WithArguments(n => (randn(n, 6), randn(n, 6), randn(n, 6))),
        subject => subject
            .HasPredictions(0, 1, 2)
            .Gives(PredictionKind.Embeddings)
            .Gives(PredictionKind.Embeddings, argument: 1)
            .Gives(PredictionKind.Embeddings, argument: 2)
            .IsBestAt((anchor, positive, negative) => (anchor, anchor, anchor + 5))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("all three moved", (anchor, positive, negative) => (anchor + 2, positive + 2, negative + 2)),
        "There is no target: all arguments are predictions. A triplet that is far enough apart has no gradient at all.");

    public static RightLoss HardestTriplet => RightLoss.Of(
        LossKind.Triplet,
        LossSubject.For(
                (Tensor embeddings, Tensor labels) =>
                {
                    Tensor distances = Distances(embeddings);
                    Tensor same = labels.unsqueeze(0).eq(labels.unsqueeze(1));
                    Tensor farthest = distances.masked_fill(~same, 0).amax([1]);
                    Tensor nearest = distances.masked_fill(same, 1e6f).amin([1]);
                    return F.softplus(farthest - nearest).mean();
                },
                "HardestTriplet")
            .WithArguments(n => (randn(n, 5), arange(n, dtype: ScalarType.Int64).remainder(2))),
        subject => subject
            .Gives(PredictionKind.Embeddings)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .SamplesMeetOnPurpose("Each sample is compared with the hardest of the batch.")
            .IsInvariantTo("all embeddings moved", (embeddings, labels) => (embeddings + 1, labels))
            .IsInvariantTo("other names for the classes", (embeddings, labels) => (embeddings, 1 - labels)),
        "A batch of one class has no other to tell apart: then the cost is that of a distance beyond all others.");

    public static RightLoss Pairs => RightLoss.Of(
        LossKind.ContrastiveInBatch,
        LossSubject.For(
                (Tensor first, Tensor second, Tensor same) =>
                {
                    Tensor distance = F.pairwise_distance(first, second);
                    return ((same * distance.square()) + ((1 - same) * (2 - distance).clamp_min(0).square())).mean();
                },
                "Pairs")
            .WithArguments(n => (randn(n, 3) * 0.5f, randn(n, 3) * 0.5f, Make.Bits(n))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Embeddings)
            .Gives(PredictionKind.Embeddings, argument: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative(),
        "It is called contrastive, and yet pairs do not meet; the distance adds 1e-6 to a difference, so swapping both is not exact.");

    public static RightLoss NormalizedTemperature => RightLoss.Of(
        LossKind.ContrastiveInBatch,
        LossSubject.For<Tensor, Tensor>(TwoViews, "NormalizedTemperature").WithArguments(n => (randn(n, 6), randn(n, 6))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Embeddings)
            .Gives(PredictionKind.Embeddings, argument: 1)
            .Reduces(Reduction.Mean)
            .IsContrastive()
            .IsNeverNegative()
            .IsInvariantTo("both views swapped", (first, second) => (second, first))
            .IsInvariantTo("longer embeddings", (first, second) => (first * 3, second)),
        "Each view is told apart from all others of both halves; itself is left out by -infinity before a softmax.");

    public static RightLoss Supervised => RightLoss.Of(
        LossKind.ContrastiveInBatch,
        LossSubject.For<Tensor, Tensor>(SupervisedContrast, "SupervisedContrast")
            .WithArguments(n => (randn(n, 6), arange(n, dtype: ScalarType.Int64).remainder(2))),
        subject => subject
            .Gives(PredictionKind.Embeddings)
            .Reduces(Reduction.Mean)
            .IsContrastive()
            .IsInvariantTo("other names for the classes", (embeddings, labels) => (embeddings, 5 - labels)),
        "A sample that is alone in its class has no partner and costs nothing.");

    public static RightLoss ImageAndText => RightLoss.Of(
        LossKind.InfoNce,
        LossSubject.Of(() => new ImageTextContrast()).WithArguments(n => (randn(n, 8), randn(n, 8))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Embeddings)
            .Gives(PredictionKind.Embeddings, argument: 1)
            .Reduces(Reduction.Mean)
            .IsContrastive()
            .IsNeverNegative()
            .IsInvariantTo("images and texts swapped", (images, texts) => (texts, images)),
        "The temperature is a parameter of the loss, which has to be trained with the networks.");

    public static RightLoss Queue => RightLoss.Of(
        LossKind.ContrastiveAcrossBatches,
        LossSubject.Of(() => new QueueContrast()).WithArguments(n => (randn(n, 6), randn(n, 6))),
        subject => subject
            .Gives(PredictionKind.Embeddings)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .HasFixedTargets()
            .StopsGradientsOnPurpose("Keys come from a network that follows the other slowly; gradients go to queries only.")
            .KeepsStateOnPurpose("Keys of earlier batches wait in a queue, to be told apart from.")
            .IsInvariantTo("longer queries", (queries, keys) => (queries * 2, keys)),
        "Two equal calls differ, since the second one meets the keys of the first in the queue.");

    public static RightLoss CrossCorrelation => RightLoss.Of(
        LossKind.RedundancyReduction,
        LossSubject.For(
                (Tensor first, Tensor second) =>
                {
                    Tensor correlation = Standardized(first).t().matmul(Standardized(second)) / first.shape[0];
                    Tensor off = correlation - diag(correlation.diagonal());
                    return (correlation.diagonal() - 1).square().sum() + (0.1 * off.square().sum());
                },
                "CrossCorrelation")
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Embeddings)
            .Gives(PredictionKind.Embeddings, argument: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .SamplesMeetOnPurpose("Features are correlated over the batch."),
        "Statistics of the batch stand in the loss, and one sample alone has a deviation of 0.");

    public static RightLoss AngularMargin => RightLoss.Of(
        LossKind.AngularMargin,
        LossSubject.Of(() => new AngularMarginLoss()).WithArguments(n => (randn(n, 6), Make.Labels(4, n))),
        subject => subject
            .Gives(PredictionKind.Embeddings)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .IsInvariantTo("longer embeddings", (embeddings, labels) => (embeddings * 2, labels)),
        "The classes' directions are parameters of the loss, and only the angle to them matters.");

    public static RightLoss PairDistances => RightLoss.Of(
        LossKind.Distillation,
        LossSubject.For(
                (Tensor student, Tensor teacher) =>
                {
                    Tensor own = Distances(student);
                    Tensor model = Distances(teacher.detach());
                    return F.smooth_l1_loss(own / own.mean(), model / model.mean());
                },
                "PairDistances")
            .WithArguments(n => (randn(n, 4), randn(n, 9))),
        subject => subject
            .Gives(PredictionKind.Embeddings)
            .HasFixedTargets()
            .IsNeverNegative()
            .SamplesMeetOnPurpose("What is taught are distances between samples."),
        "Student and teacher have other numbers of features, and one sample alone has a mean distance of nearly 0.");

    /// <summary>Distances of all pairs, with a slope at 0.</summary>
    private static Tensor Distances(Tensor embeddings) =>
        ((embeddings.unsqueeze(0) - embeddings.unsqueeze(1)).square().sum(2) + 1e-6).sqrt();

    private static Tensor Standardized(Tensor features) =>
        (features - features.mean([0], keepdim: true)) / (features.var([0], unbiased: false, keepdim: true) + 1e-5).sqrt();

    private static Tensor TwoViews(Tensor first, Tensor second)
    {
        long count = first.shape[0];
        Tensor both = F.normalize(cat([first, second], 0), dim: 1);
        Tensor itself = eye(2 * count, dtype: ScalarType.Bool, device: both.device);
        Tensor similarities = (both.matmul(both.t()) / 0.5).masked_fill(itself, double.NegativeInfinity);
        Tensor partner = arange(2 * count, dtype: ScalarType.Int64, device: both.device).roll(count, 0);
        return F.cross_entropy(similarities, partner);
    }

    private static Tensor SupervisedContrast(Tensor embeddings, Tensor labels)
    {
        long count = embeddings.shape[0];
        Tensor unit = F.normalize(embeddings, dim: 1);
        Tensor itself = eye(count, dtype: ScalarType.Bool, device: unit.device);
        Tensor logits = (unit.matmul(unit.t()) / 0.3).masked_fill(itself, -1e9);
        Tensor partners = labels.unsqueeze(0).eq(labels.unsqueeze(1)).logical_and(~itself).to(unit.dtype);
        Tensor mean = (partners * logits.log_softmax(1)).sum(1) / partners.sum(1).clamp_min(1);
        return -mean.mean();
    }
}
