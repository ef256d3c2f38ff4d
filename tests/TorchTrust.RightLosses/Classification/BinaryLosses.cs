namespace TorchTrust.RightLosses.Classification;

/// <summary>Losses of yes or no, of several at once, and of ranks.</summary>
internal static class BinaryLosses
{
    private static readonly long[] _ranks = [0, 1, 2];
    private static readonly float[] _weights = [1f, 5f, 20f];

    public static RightLoss WithLogits => RightLoss.Of(
        LossKind.BinaryWithLogits,
        LossSubject.Of(() => BCEWithLogitsLoss(), "BinaryWithLogits").WithArguments(n => (randn(n, 6), Make.Bits(n, 6))),
        subject => subject
            .Gives(PredictionKind.Logits)
            .IsBestAt(bits => ((bits * 2) - 1) * 50)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .Matches("softplus", (logits, bits) => (F.softplus(logits, threshold: 500) - (bits * logits)).mean())
            .IsInvariantTo("signs turned and answers swapped", (logits, bits) => (-logits, 1 - bits)),
        "Each of the six answers stands alone: there is no dimension of classes that sums to 1.");

    public static RightLoss WithProbabilities => RightLoss.Of(
        LossKind.BinaryWithProbabilities,
        LossSubject.For((Tensor probabilities, Tensor bits) => F.binary_cross_entropy(probabilities, bits), "BinaryWithProbabilities")
            .WithArguments(n => (rand(n, 6), Make.Bits(n, 6))),
        subject => subject
            .Gives(PredictionKind.Probabilities)
            .IsBestAt(bits => bits)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "It throws outside [0, 1], and at 0 and 1 the logarithm is cut off at -100.");

    public static RightLoss WithPositiveWeight => RightLoss.Of(
        LossKind.BinaryWithPositiveWeight,
        LossSubject.For(
                (Tensor logits, Tensor bits) => F.binary_cross_entropy_with_logits(logits, bits, pos_weights: Weights(logits)),
                "BinaryWithPositiveWeight")
            .WithArguments(n => (randn(n, 3), Make.Bits(n, 3))),
        subject => subject
            .Gives(PredictionKind.Logits)
            .IsBestAt(bits => ((bits * 2) - 1) * 50)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "A missed yes costs up to twenty times what a missed no does.");

    public static RightLoss Focal => RightLoss.Of(
        LossKind.Focal,
        LossSubject.For<Tensor, Tensor>(FocalOf, "Focal").WithArguments(n => (randn(n, 5), Make.Labels(5, n))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 5).to(float32) * 50)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a shift of all logits of a sample", (logits, labels) => (logits + 1, labels)),
        "What is right already has hardly any gradient, and logits of 0 do not cost the logarithm of the number of classes.");

    public static RightLoss OneVersusRestFocal => RightLoss.Of(
        LossKind.Focal,
        LossSubject.For(
                (Tensor logits, Tensor bits) =>
                {
                    Tensor error = F.binary_cross_entropy_with_logits(logits, bits, reduction: Reduction.None);
                    Tensor missed = (bits - logits.sigmoid()).abs();
                    return (missed.square() * error * ((0.25 * bits) + (0.75 * (1 - bits)))).sum() / bits.sum().clamp_min(1);
                },
                "OneVersusRestFocal")
            .WithArguments(n => (randn(n, 7), Make.Bits(n, 7))),
        subject => subject
            .Gives(PredictionKind.Logits)
            .IsBestAt(bits => ((bits * 2) - 1) * 50)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .SamplesMeetOnPurpose("It is divided by the number of objects in the whole batch, as detectors do."),
        "The divisor is the number of yeses in the batch, and a shift of all logits does change it.");

    public static RightLoss Ordinal => RightLoss.Of(
        LossKind.Ordinal,
        LossSubject.For(
                (Tensor logits, Tensor rank) => F.binary_cross_entropy_with_logits(logits, Above(rank, logits)), "Ordinal")
            .WithArguments(n => (randn(n, 3), Make.Labels(4, n))),
        subject => subject
            .Gives(PredictionKind.Logits)
            .IsBestAt(rank => ((Above(rank, rank.to(float32)) * 2) - 1) * 50)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "Four ranks need three logits, one for each step, and the index of the class stands nowhere in them.");

    private static Tensor Weights(Tensor like) => tensor(_weights).to(like.dtype).to(like.device);

    private static Tensor FocalOf(Tensor logits, Tensor labels)
    {
        Tensor logOfRight = logits.log_softmax(1).gather(1, labels.unsqueeze(1)).squeeze(1);
        return -((1 - logOfRight.exp()).square() * logOfRight).mean();
    }

    private static Tensor Above(Tensor rank, Tensor like) =>
        rank.unsqueeze(1).greater(tensor(_ranks, device: rank.device)).to(like.dtype);
}
