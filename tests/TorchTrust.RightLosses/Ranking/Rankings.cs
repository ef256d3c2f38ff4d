namespace TorchTrust.RightLosses.Ranking;

/// <summary>Losses of margins, of order and of preference.</summary>
internal static class Rankings
{
    public static RightLoss Hinge => RightLoss.Of(
        LossKind.Hinge,
        LossSubject.For((Tensor score, Tensor sign) => (1 - (score * sign)).relu().mean(), "Hinge")
            .WithArguments(n => (randn(n), (Make.Bits(n) * 2) - 1)),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(sign => sign * 3)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("all signs turned", (score, sign) => (-score, -sign)),
        "Targets are -1 and 1, and what is beyond the margin has no gradient.");

    public static RightLoss MultiClassMargin => RightLoss.Of(
        LossKind.Hinge,
        LossSubject.For((Tensor scores, Tensor labels) => F.multi_margin_loss(scores, labels), "MultiClassMargin")
            .WithArguments(n => (randn(n, 4), Make.Labels(4, n))),
        subject => subject
            .Gives(PredictionKind.Values, classDimension: 1)
            .IsBestAt(labels => F.one_hot(labels, 4).to(float32) * 3)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a shift of all scores of a sample", (scores, labels) => (scores + 1, labels)),
        "Scores are no logits: only those within the margin matter.");

    public static RightLoss PairOrder => RightLoss.Of(
        LossKind.Ranking,
        LossSubject.For((Tensor first, Tensor second, Tensor sign) => F.margin_ranking_loss(first, second, sign, margin: 0.2), "PairOrder")
            .WithArguments(n => (randn(n), randn(n), (Make.Bits(n) * 2) - 1)),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Values)
            .Gives(PredictionKind.Values, argument: 1)
            .IsBestAt((first, second, sign) => (sign, -sign, sign))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("both swapped and the sign turned", (first, second, sign) => (second, first, -sign))
            .IsInvariantTo("a shift of both scores", (first, second, sign) => (first + 2, second + 2, sign)),
        "Two predictions are compared with each other, and the target says only which is to be larger.");

    public static RightLoss PersonalizedRanking => RightLoss.Of(
        LossKind.Ranking,
        LossSubject.For((Tensor bought, Tensor other) => -F.logsigmoid(bought - other).mean(), "PersonalizedRanking")
            .WithArguments(n => (randn(n), randn(n))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Values)
            .Gives(PredictionKind.Values, argument: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .IsInvariantTo("a shift of both scores", (bought, other) => (bought + 2, other + 2))
            .IsRaisedBy("a better score of the other", (bought, other) => (bought, other + 1)),
        "No target tells what is right: the order of the arguments does.");

    public static RightLoss ListNet => RightLoss.Of(
        LossKind.Listwise,
        LossSubject.For(
                (Tensor scores, Tensor relevance) => -(relevance.softmax(1) * scores.log_softmax(1)).sum(1).mean(), "ListNet")
            .WithArguments(n => (randn(n, 6), Make.Labels(4, n, 6).to(float32))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .IsBestAt(relevance => relevance)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative()
            .IsInvariantTo("documents in another order", (scores, relevance) => (scores.flip(1), relevance.flip(1))),
        "Documents of a list meet in a softmax, and grades of relevance are turned into probabilities as well.");

    public static RightLoss ListLikelihood => RightLoss.Of(
        LossKind.Listwise,
        LossSubject.For(
                (Tensor scores, Tensor relevance) =>
                {
                    Tensor sorted = scores.gather(1, relevance.argsort(1, descending: true));
                    return (sorted.flip(1).logcumsumexp(1).flip(1) - sorted).sum(1).mean();
                },
                "ListLikelihood")
            .WithArguments(n => (randn(n, 5), rand(n, 5))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .IsInvariantTo("grades on another scale", (scores, relevance) => (scores, relevance * 3))
            .IsInvariantTo("a shift of all scores of a list", (scores, relevance) => (scores + 1, relevance)),
        "Targets matter by their order only, so most changes of a target change nothing.");

    public static RightLoss DirectPreference => RightLoss.Of(
        LossKind.Preference,
        LossSubject.For(
                (Tensor chosen, Tensor rejected, Tensor chosenBefore, Tensor rejectedBefore) =>
                    -F.logsigmoid(0.5 * ((chosen - chosenBefore) - (rejected - rejectedBefore))).mean(),
                "DirectPreference")
            .WithArguments(n => (-rand(n), -rand(n), -rand(n), -rand(n))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.LogProbabilities)
            .Gives(PredictionKind.LogProbabilities, argument: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .IsInvariantTo("both before shifted alike", (chosen, rejected, chosenBefore, rejectedBefore) =>
                (chosen, rejected, chosenBefore - 1, rejectedBefore - 1)),
        "Two predictions and two targets of one shape, of which the signs alternate.");

    public static RightLoss ClippedPolicy => RightLoss.Of(
        LossKind.PolicyGradient,
        LossSubject.For(
                (Tensor logProbability, Tensor before, Tensor advantage) =>
                {
                    Tensor ratio = (logProbability - before).exp();
                    return -minimum(ratio * advantage, ratio.clamp(0.8, 1.2) * advantage).mean();
                },
                "ClippedPolicy")
            .WithArguments(n => (-rand(n), -rand(n), randn(n))),
        subject => subject
            .Gives(PredictionKind.LogProbabilities)
            .Reduces(Reduction.Mean)
            .IsEquivariantTo(
                "twice the advantage",
                (logProbability, before, advantage) => (logProbability, before, advantage * 2),
                value => value * 2),
        "It is below 0 as often as above, and a sample whose ratio is clipped has no gradient.");

    public static RightLoss TemporalDifference => RightLoss.Of(
        LossKind.PolicyGradient,
        LossSubject.For(
                (Tensor value, Tensor next, Tensor reward, Tensor goesOn) =>
                    F.smooth_l1_loss(value, reward + (0.9 * goesOn * next.detach())),
                "TemporalDifference")
            .WithArguments(n => (randn(n), randn(n), randn(n), Make.Bits(n))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt((next, reward, goesOn) => reward + (0.9f * goesOn * next))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .StopsGradientsOnPurpose("The value of the next state is a target, not a prediction to be moved."),
        "The same network gives prediction and target; the target is cut off, and at the end of an episode has no influence.");
}
