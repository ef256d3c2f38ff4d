namespace TorchTrust.RightLosses.Classification;

/// <summary>Losses of one class out of several.</summary>
internal static class CrossEntropies
{
    private static readonly float[] _weights = [0.2f, 1f, 3f];
    private static readonly float[] _counts = [900f, 90f, 9f, 1f];

    public static RightLoss Plain => RightLoss.Of(
        LossKind.CrossEntropy,
        LossSubject.Of(() => new CrossEntropyLoss(), "CrossEntropy").WithArguments(n => (randn(n, 5), Make.Labels(5, n))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 5).to(float32) * 50)
            .Reduces(Reduction.Mean)
            .IsCrossEntropy().IsNeverNegative().IsZeroAtBest()
            .Matches("log-softmax at the label", (logits, labels) =>
                -logits.log_softmax(1).gather(1, labels.unsqueeze(1)).mean())
            .MatchesTable("worked out by hand", () =>
            [
                ((zeros(1, 4), zeros(1, dtype: int64)), Math.Log(4)),
                ((tensor(new[] { 0f, MathF.Log(3) }).reshape(1, 2), ones(1, dtype: int64)), Math.Log(4.0 / 3)),
            ])
            .IsInvariantTo("a shift of all logits of a sample", (logits, labels) => (logits + 3, labels)),
        "Targets are whole numbers, and only differences of logits matter.");

    public static RightLoss Smoothed => RightLoss.Of(
        LossKind.SmoothedCrossEntropy,
        LossSubject.For((Tensor logits, Tensor labels) => F.cross_entropy(logits, labels, label_smoothing: 0.1), "SmoothedCrossEntropy")
            .WithArguments(n => (randn(n, 5), Make.Labels(5, n))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(labels => ((F.one_hot(labels, 5).to(float32) * 0.9f) + 0.02f).log())
            .Reduces(Reduction.Mean)
            .IsCrossEntropy().IsNeverNegative()
            .IsInvariantTo("a shift of all logits of a sample", (logits, labels) => (logits - 2, labels)),
        "To be sure and right costs more than to be nearly sure: the least loss is not 0 and lies at finite logits.");

    public static RightLoss Weighted => RightLoss.Of(
        LossKind.WeightedCrossEntropy,
        LossSubject.For(
                (Tensor logits, Tensor labels) => F.cross_entropy(logits, labels, weight: Weights(logits)), "WeightedCrossEntropy")
            .WithArguments(n => (randn(n, 3), Make.Labels(3, n))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 3).to(float32) * 50)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "The mean is weighted: divided by the weights of the labels that occur, so it is not the mean of the samples' own losses.");

    public static RightLoss Ignoring => RightLoss.Of(
        LossKind.CrossEntropyWithIgnoredIndex,
        LossSubject.For((Tensor logits, Tensor labels) => F.cross_entropy(logits, labels, ignore_index: -1), "IgnoringCrossEntropy")
            .WithArguments(n => (randn(n, 4, 3, 3), PartlyLabelled(n))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels.clamp_min(0), 4).permute(0, 3, 1, 2).to(float32) * 50)
            .Reduces(Reduction.Mean)
            .Ignores(-1)
            .HasMask((_, labels) => labels.ne(-1))
            .IsCrossEntropy().IsNeverNegative().IsZeroAtBest(),
        "Classes lie in dimension 1; pixels without a label have no gradient, and each batch has another number of them.");

    public static RightLoss SoftTargets => RightLoss.Of(
        LossKind.CrossEntropyWithSoftTargets,
        LossSubject.For(
                (Tensor logits, Tensor probabilities) => -(probabilities * logits.log_softmax(1)).sum(1).mean(), "SoftTargetCrossEntropy")
            .WithArguments(n => (randn(n, 5), Make.Probabilities(n, 5))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(probabilities => probabilities.log())
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative()
            .Matches("torch", (logits, probabilities) => F.cross_entropy(logits, probabilities)),
        "The targets are floating, and the least loss is their entropy, not 0.");

    public static RightLoss WithSquaredNormalizer => RightLoss.Of(
        LossKind.CrossEntropy,
        LossSubject.For(
                (Tensor logits, Tensor labels) =>
                    F.cross_entropy(logits, labels) + (0.01 * logits.logsumexp(1).square().mean()),
                "CrossEntropyWithSquaredNormalizer")
            .WithArguments(n => (randn(n, 5), Make.Labels(5, n))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative(),
        "A shift of all logits does change it, on purpose, and sure logits are pulled back.");

    public static RightLoss LogitAdjusted => RightLoss.Of(
        LossKind.CrossEntropy,
        LossSubject.For(
                (Tensor logits, Tensor labels, Tensor counts) => F.cross_entropy(logits + counts.log(), labels), "LogitAdjusted")
            .WithArguments(n => (randn(n, 4), Make.Labels(4, n), tensor(_counts))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt((labels, counts) => F.one_hot(labels, 4).to(float32) * 60)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .IsInvariantTo("ten times the data", (logits, labels, counts) => (logits, labels, counts * 10)),
        "One argument has no samples: the counts of the classes, always the same.");

    public static RightLoss Mixup => RightLoss.Of(
        LossKind.CrossEntropy,
        LossSubject.For((Tensor logits, Tensor first, Tensor second, Tensor share) =>
            ((share * F.cross_entropy(logits, first, reduction: Reduction.None))
                + ((1 - share) * F.cross_entropy(logits, second, reduction: Reduction.None))).mean(), "Mixup")
            .WithArguments(n => (randn(n, 4), Make.Labels(4, n), Make.Labels(4, n), (rand(n) * 0.8f) + 0.1f)),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt((first, second, share) => ((share.unsqueeze(1) * F.one_hot(first, 4).to(float32))
                + ((1 - share.unsqueeze(1)) * F.one_hot(second, 4).to(float32)) + 1e-9f).log())
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .IsInvariantTo("both labels and shares swapped", (logits, first, second, share) => (logits, second, first, 1 - share)),
        "Each sample has two right classes, in shares of its own.");

    private static Tensor Weights(Tensor like) => tensor(_weights).to(like.dtype).to(like.device);

    private static Tensor PartlyLabelled(long count)
    {
        Tensor labels = Make.Labels(4, count, 3, 3);
        labels = labels.masked_fill(rand(count, 3, 3).less(0.3f), -1);
        labels.select(1, 0).select(1, 0).fill_(2);
        return labels;
    }
}
