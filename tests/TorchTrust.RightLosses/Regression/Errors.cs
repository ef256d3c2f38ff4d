namespace TorchTrust.RightLosses.Regression;

/// <summary>Losses of values.</summary>
internal static class Errors
{
    private static readonly double[] _levels = [0.1, 0.5, 0.9];

    public static RightLoss Huber => RightLoss.Of(
        LossKind.Huber,
        LossSubject.For((Tensor prediction, Tensor target) => F.huber_loss(prediction, target, delta: 0.7), "Huber")
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        subject => OfValues(subject)
            .IsInvariantTo("prediction and target swapped", (prediction, target) => (target, prediction))
            .MatchesTable("worked out by hand", () =>
            [
                ((full(new long[] { 1, 1 }, 0.5f), zeros(1, 1)), 0.125),
                ((full(new long[] { 1, 1 }, 2f), zeros(1, 1)), 0.7 * (2 - 0.35)),
            ]),
        "Beyond a bend the gradient no longer grows with the error.");

    public static RightLoss LogCosh => RightLoss.Of(
        LossKind.LogCosh,
        LossSubject.For(
                (Tensor prediction, Tensor target) =>
                {
                    Tensor error = prediction - target;
                    return (error + F.softplus(-2 * error, threshold: 1000) - Math.Log(2)).mean();
                },
                "LogCosh")
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        subject => OfValues(subject)
            .Matches("the logarithm of the hyperbolic cosine", (prediction, target) => (prediction - target).cosh().log().mean()),
        "Large errors are finite, since no exponential of them is taken.");

    public static RightLoss Quantile => RightLoss.Of(
        LossKind.Quantile,
        LossSubject.For(
                (Tensor prediction, Tensor target) => maximum(0.9 * (target - prediction), -0.1 * (target - prediction)).mean(),
                "Quantile")
            .WithArguments(n => (randn(n), randn(n))),
        subject => OfValues(subject)
            .IsEquivariantTo("twice the scale", (prediction, target) => (prediction * 2, target * 2), value => value * 2),
        "Too low costs nine times what too high does, and at the best prediction the gradient jumps instead of being 0.");

    public static RightLoss SeveralQuantiles => RightLoss.Of(
        LossKind.SeveralQuantiles,
        LossSubject.For(
                (Tensor quantiles, Tensor target) =>
                {
                    Tensor levels = tensor(_levels).to(quantiles.dtype).to(quantiles.device);
                    Tensor error = target.unsqueeze(1) - quantiles;
                    return maximum(levels * error, (levels - 1) * error).sum(1).mean();
                },
                "SeveralQuantiles")
            .WithArguments(n => (randn(n, 3), randn(n))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target.unsqueeze(1).expand(-1, 3))
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Sum)
            .IsNeverNegative().IsZeroAtBest(),
        "Three predictions stand against one target: the broadcast is meant, and each column has a weight of its own.");

    public static RightLoss RootMeanSquare => RightLoss.Of(
        LossKind.RootOfMean,
        LossSubject.For((Tensor prediction, Tensor target) => (F.mse_loss(prediction, target) + 1e-8).sqrt(), "RootMeanSquare")
            .WithArguments(n => (randn(n, 2), randn(n, 2))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .Reduces(Reduction.Mean)
            .IsNeverNegative(),
        "The root of a mean is no mean: every sample scales the gradients of all others, by one factor.");

    public static RightLoss PerSample => RightLoss.Of(
        LossKind.ReductionNone,
        LossSubject.For((Tensor prediction, Tensor target) => (prediction - target).abs().mean([1]), "PerSample")
            .WithArguments(n => (randn(n, 4), randn(n, 4))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .Reduces(Reduction.None)
            .Reduces(1, Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "It gives a value a sample, which training weighs later.");

    public static RightLoss PerElement => RightLoss.Of(
        LossKind.ReductionNone,
        LossSubject.Of(() => MSELoss(Reduction.None), "PerElement").WithArguments(n => (randn(n, 2, 3), randn(n, 2, 3))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .Reduces(Reduction.None)
            .IsNeverNegative().IsZeroAtBest(),
        "It gives a value an element: the loss has as many dimensions as the prediction.");

    public static RightLoss SampleWeighted => RightLoss.Of(
        LossKind.SquaredError,
        LossSubject.For(
                (Tensor prediction, Tensor target, Tensor weight) =>
                    ((prediction - target).square() * weight).sum() / weight.sum(),
                "SampleWeighted")
            .WithArguments(n => (randn(n), randn(n), rand(n) + 0.1f)),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt((target, weight) => target)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("twice all weights", (prediction, target, weight) => (prediction, target, weight * 2)),
        "Weights are divided by their sum over the batch, so other samples' weights scale a sample's gradient.");

    public static RightLoss ScaleInvariant => RightLoss.Of(
        LossKind.SquaredError,
        LossSubject.For(
                (Tensor logDepth, Tensor depth) =>
                {
                    Tensor error = logDepth - depth.log();
                    return (error.square().mean([1]) - error.mean([1]).square()).mean();
                },
                "ScaleInvariant")
            .WithArguments(n => (randn(n, 9), rand(n, 9) + 0.5f)),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(depth => depth.log())
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("a picture twice as deep", (logDepth, depth) => (logDepth, depth * 2)),
        "Pixels of a picture meet, many predictions are best, and a constant added to the prediction changes nothing.");

    public static RightLoss Correlation => RightLoss.Of(
        LossKind.SquaredError,
        LossSubject.For(
                (Tensor prediction, Tensor target) =>
                {
                    Tensor ours = prediction - prediction.mean();
                    Tensor theirs = target - target.mean();
                    Tensor apart = (prediction.mean() - target.mean()).square();
                    return 1 - (2 * (ours * theirs).mean() / (ours.square().mean() + theirs.square().mean() + apart + 1e-8));
                },
                "ConcordanceCorrelation")
            .WithArguments(n => (randn(n), randn(n))),
        subject => subject
            .Gives(PredictionKind.Values)
            .SamplesMeetOnPurpose("A correlation is one of the whole batch.")
            .IsNeverNegative()
            .IsInvariantTo("prediction and target swapped", (prediction, target) => (target, prediction)),
        "One sample alone has no correlation: its loss is 1, whatever is predicted.");

    public static RightLoss NoisePrediction => RightLoss.Of(
        LossKind.SquaredError,
        LossSubject.For(
                (Tensor prediction, Tensor noise, Tensor step) =>
                {
                    Tensor angle = (step.to(prediction.dtype) + 0.5) * (Math.PI / 20);
                    Tensor ratio = (angle.cos() / angle.sin()).square();
                    Tensor weight = ratio.clamp_max(5) / ratio;
                    return (weight * (prediction - noise).square().mean([1])).mean();
                },
                "NoisePrediction")
            .WithArguments(n => (randn(n, 8), randn(n, 8), Make.Labels(10, n))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt((noise, step) => noise)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "Each sample has a weight by its step of diffusion, and early steps hardly count.");

    /// <summary>What holds for errors of a value by a value.</summary>
    private static LossSubject<Tensor, Tensor> OfValues(LossSubject<Tensor, Tensor> subject) => subject
        .Gives(PredictionKind.Values)
        .IsBestAt(target => target)
        .Reduces(Reduction.Mean)
        .IsNeverNegative().IsZeroAtBest()
        .IsInvariantTo("prediction and target moved alike", (prediction, target) => (prediction + 1, target + 1));
}
