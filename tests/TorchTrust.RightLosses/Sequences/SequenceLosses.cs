namespace TorchTrust.RightLosses.Sequences;

/// <summary>Losses of sequences, whose positions count or not.</summary>
internal static class SequenceLosses
{
    private const long Length = 7;
    private const long Vocabulary = 9;

    public static RightLoss Ctc => RightLoss.Of(
        LossKind.Ctc,
        LossSubject.For(
                (Tensor logProbabilities, Tensor targets, Tensor steps, Tensor letters) =>
                    F.ctc_loss(logProbabilities, targets, steps, letters, zero_infinity: true),
                "Ctc")
            .WithArguments(n => (
                randn(10, n, 5).log_softmax(2),
                randint(1, 5, new long[] { n, 3 }, dtype: ScalarType.Int64),
                randint(8, 11, new long[] { n }, dtype: ScalarType.Int64),
                randint(1, 4, new long[] { n }, dtype: ScalarType.Int64))),
        subject => subject
            .Gives(PredictionKind.LogProbabilities, classDimension: 2)
            .HasTime(0)
            .HasLengths((_, _, steps, _) => steps, time: 0)
            .HasLengths((_, _, _, letters) => letters, time: 1, argument: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative(),
        "Time comes first and the batch second; the gradient that torch gives holds only for rows that sum to 1.");

    public static RightLoss PerToken => RightLoss.Of(
        LossKind.MaskedPerToken,
        LossSubject.For<Tensor, Tensor, Tensor>(MeanOverTokens, "PerToken").WithArguments(n => (
            randn(n, Length, Vocabulary), Make.Labels(Vocabulary, n, Length), Make.Valid(Make.Lengths(n, Length), Length).to(float32))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 2)
            .IsBestAt((target, mask) => F.one_hot(target, Vocabulary).to(float32) * 50)
            .HasMask((logits, target, mask) => mask)
            .HasTime(1)
            .Reduces(Reduction.Mean)
            .IsCrossEntropy().IsNeverNegative().IsZeroAtBest(),
        "A long sequence counts more than a short one, so it is not the mean of the sequences' own losses.");

    public static RightLoss PerSequence => RightLoss.Of(
        LossKind.MaskedPerSequence,
        LossSubject.For(
                (Tensor logits, Tensor target, Tensor lengths) =>
                {
                    Tensor mask = Make.Valid(lengths, target.shape[1]).to(logits.dtype);
                    Tensor costs = F.cross_entropy(logits.transpose(1, 2), target, reduction: Reduction.None);
                    return ((costs * mask).sum(1) / mask.sum(1)).mean();
                },
                "PerSequence")
            .WithArguments(n => (randn(n, Length, Vocabulary), Make.Labels(Vocabulary, n, Length), Make.Lengths(n, Length))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 2)
            .IsBestAt((target, lengths) => F.one_hot(target, Vocabulary).to(float32) * 50)
            .HasTime(1)
            .HasLengths((logits, target, lengths) => lengths, time: 1)
            .HasMask((logits, target, lengths) => Make.Valid(lengths, target.shape[1]))
            .Reduces(Reduction.Mean)
            .IsCrossEntropy().IsNeverNegative().IsZeroAtBest(),
        "Each sequence counts alike, whatever its length, and the mask follows from lengths.");

    public static RightLoss NextToken => RightLoss.Of(
        LossKind.NextToken,
        LossSubject.For(
                (Tensor logits, Tensor tokens) => F.cross_entropy(
                    logits.narrow(1, 0, logits.shape[1] - 1).flatten(0, 1), tokens.narrow(1, 1, tokens.shape[1] - 1).flatten()),
                "NextToken")
            .WithArguments(n => (randn(n, Length, Vocabulary), Make.Labels(Vocabulary, n, Length))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 2)
            .PredictsNext(time: 1)
            .IsBestAt(tokens => F.one_hot(tokens.roll(-1, 1), Vocabulary).to(float32) * 50)
            .Reduces(Reduction.Mean)
            .IsCrossEntropy().IsNeverNegative().IsZeroAtBest(),
        "The loss itself shifts: the last logits have no gradient and the first token is never a target.");

    public static RightLoss TwoAhead => RightLoss.Of(
        LossKind.NextToken,
        LossSubject.For(
                (Tensor logits, Tensor tokens) => F.cross_entropy(
                    logits.narrow(1, 0, logits.shape[1] - 2).flatten(0, 1), tokens.narrow(1, 2, tokens.shape[1] - 2).flatten()),
                "TwoAhead")
            .WithArguments(n => (randn(n, Length, Vocabulary), Make.Labels(Vocabulary, n, Length))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 2)
            .PredictsNext(time: 1, steps: 2)
            .IsBestAt(tokens => F.one_hot(tokens.roll(-2, 1), Vocabulary).to(float32) * 50)
            .Reduces(Reduction.Mean)
            .IsCrossEntropy().IsNeverNegative().IsZeroAtBest(),
        "It predicts two tokens ahead on purpose, as a second head does.");

    public static RightLoss RandomField => RightLoss.Of(
        LossKind.RandomField,
        LossSubject.Of(() => new LinearChain()).WithArguments(n => (
            randn(n, Length, 4), Make.Labels(4, n, Length), Make.Valid(Make.Lengths(n, Length), Length))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 2)
            .HasTime(1)
            .HasMask((scores, tags, mask) => mask)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative()
            .IsInvariantTo("a shift of all scores of a position", (scores, tags, mask) => (scores + 1, tags, mask)),
        "Positions of a sequence meet in a recursion, and scores between neighbouring tags are parameters of the loss.");

    public static RightLoss SumOverTime => RightLoss.Of(
        LossKind.SquaredError,
        LossSubject.For((Tensor forecast, Tensor target) => (forecast - target).square().sum(1).mean(), "SumOverTime")
            .WithArguments(n => (randn(n, 12), randn(n, 12))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .HasTime(1)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("forecast and target swapped", (forecast, target) => (target, forecast)),
        "It is a sum along time and a mean along samples, both on purpose.");

    private static Tensor MeanOverTokens(Tensor logits, Tensor target, Tensor mask)
    {
        Tensor costs = F.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction: Reduction.None);
        return (costs * mask.flatten()).sum() / mask.sum();
    }
}
