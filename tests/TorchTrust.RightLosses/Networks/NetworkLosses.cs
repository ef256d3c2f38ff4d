namespace TorchTrust.RightLosses.Networks;

/// <summary>Losses that other networks, several tasks or equations take part in.</summary>
internal static class NetworkLosses
{
    public static RightLoss Distillation => RightLoss.Of(
        LossKind.Distillation,
        LossSubject.For(
                (Tensor student, Tensor teacher, Tensor labels) =>
                {
                    Tensor soft = (teacher.detach() / 4).softmax(1);
                    Tensor taught = -(soft * (student / 4).log_softmax(1)).sum(1).mean();
                    return (0.7 * 16 * taught) + (0.3 * F.cross_entropy(student, labels));
                },
                "Distillation")
            .WithArguments(n => (randn(n, 5), randn(n, 5) * 3, Make.Labels(5, n))),
        subject => subject
            .Gives(PredictionKind.Logits, classDimension: 1)
            .Reduces(Reduction.Mean)
            .HasFixedTargets()
            .IsNeverNegative()
            .IsInvariantTo("a shift of the teacher's logits", (student, teacher, labels) => (student, teacher + 2, labels))
            .IsInvariantTo("a shift of the student's logits", (student, teacher, labels) => (student + 2, teacher, labels)),
        "Two targets may contradict each other, and the teacher's logits look like a prediction.");

    public static RightLoss Perceptual => RightLoss.Of(
        LossKind.Perceptual,
        LossSubject.Of(() => new PerceptualDistance()).WithArguments(n => (rand(n, 3, 8, 8), rand(n, 3, 8, 8))),
        subject => subject
            .Gives(PredictionKind.Values, minimum: 0, maximum: 1)
            .IsBestAt(target => target)
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .IsInvariantTo("prediction and target swapped", (prediction, target) => (target, prediction)),
        "A frozen network stands inside: its parameters take no gradient, yet pass one on, and pixels of a region meet.");

    public static RightLoss LearnedWeights => RightLoss.Of(
        LossKind.MultiTask,
        LossSubject.Of(() => new UncertaintyWeighted())
            .WithArguments(n => (randn(n, 4), randn(n, 2), Make.Labels(4, n), randn(n, 2))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Logits, classDimension: 1)
            .Gives(PredictionKind.Values, argument: 1)
            .IsBestAt((logits, values, labels, targets) => (F.one_hot(labels, 4).to(float32) * 50, targets, labels, targets))
            .Reduces(Reduction.Mean),
        "Predictions come first and targets last; weights of the tasks are parameters, and their logarithms can make the loss negative.");

    public static RightLoss HeatEquation => RightLoss.Of(
        LossKind.PhysicsResidual,
        LossSubject.For(
                (Tensor coefficients, Tensor points) =>
                {
                    Tensor x = points.detach().requires_grad_(true);
                    Tensor temperature = coefficients.select(1, 0).unsqueeze(1) * x.sin();
                    temperature += coefficients.select(1, 1).unsqueeze(1) * (2 * x).sin();
                    Tensor slope = autograd.grad([temperature.sum()], [x], retain_graph: true, create_graph: true)[0];
                    Tensor curvature = autograd.grad([slope.sum()], [x], retain_graph: true, create_graph: true)[0];
                    return (curvature + x.sin()).square().mean();
                },
                "HeatEquation")
            .WithArguments(n => (randn(n, 2), rand(n, 12) * 3)),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(points => cat([ones(points.shape[0], 1), zeros(points.shape[0], 1)], 1))
            .Reduces(Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest(),
        "It differentiates twice inside, so it cannot be computed where gradients are switched off.");

    public static RightLoss CustomGradient => RightLoss.Of(
        LossKind.CustomGradient,
        LossSubject.For((Tensor prediction, Tensor target) => Welsch.apply(prediction - target).mean(), "CustomGradient")
            .WithArguments(n => (randn(n, 3), randn(n, 3))),
        subject => subject
            .Gives(PredictionKind.Values)
            .IsBestAt(target => target)
            .Reduces(Reduction.Mean)
            .Reduces(1, Reduction.Mean)
            .IsNeverNegative().IsZeroAtBest()
            .Matches("the formula", (prediction, target) => (1 - (-0.5 * (prediction - target).square()).exp()).mean()),
        "The backward pass is the author's own, and an outlier has a gradient of nearly 0.");

    public static RightLoss Commitment => RightLoss.Of(
        LossKind.VectorQuantization,
        LossSubject.For(
                (Tensor code, Tensor codebook) =>
                {
                    Tensor nearest = (code.unsqueeze(1) - codebook.unsqueeze(0)).square().sum(2).argmin(1);
                    Tensor chosen = codebook.index_select(0, nearest);
                    return F.mse_loss(chosen, code.detach()) + (0.25 * F.mse_loss(code, chosen.detach()));
                },
                "Commitment")
            .WithArguments(n => (randn(n, 3), randn(5, 3))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Embeddings)
            .Gives(PredictionKind.Embeddings, argument: 1)
            .Reduces(Reduction.Mean)
            .IsNeverNegative()
            .StopsGradientsOnPurpose("Codebook and encoder move towards each other at rates of their own (van den Oord et al., 2017).")
            .IsInvariantTo("codes in another order", (code, codebook) => (code, codebook.flip(0))),
        "Each of its two terms is cut off on one side, so the gradient is a part of that of the value.");

    public static RightLoss StoppedBranch => RightLoss.Of(
        LossKind.Distillation,
        LossSubject.For(
                (Tensor first, Tensor second) => 1 - (0.5 * (F.cosine_similarity(first, second.detach())
                    + F.cosine_similarity(second, first.detach())).mean()),
                "StoppedBranch")
            .WithArguments(n => (randn(n, 5), randn(n, 5))),
        subject => subject
            .HasPredictions(0, 1)
            .Gives(PredictionKind.Embeddings)
            .Gives(PredictionKind.Embeddings, argument: 1)
            .IsBestAt((first, second) => (first, first))
            .Reduces(Reduction.Mean)
            .StopsGradientsOnPurpose("Each view is a target for the other one, or all of them would fall together (Chen and He, 2021).")
            .IsInvariantTo("both views swapped", (first, second) => (second, first)),
        "Each argument has half of the gradient of the value.");
}
