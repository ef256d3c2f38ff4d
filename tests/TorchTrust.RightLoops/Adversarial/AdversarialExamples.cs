namespace TorchTrust.RightLoops.Adversarial;

/// <summary>Each batch is moved against the model before it is learned (Goodfellow et al., 2015).</summary>
internal sealed class AdversarialExamples
{
    private readonly Sequential _model = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public AdversarialExamples() => _optimizer = optim.Adam(_model.parameters(), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<AdversarialExamples, LabelledBatch> undeclared = TrainingSubject.For(() => new AdversarialExamples())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._model));
        return new RightLoop(
            nameof(AdversarialExamples),
            LoopKind.AdversarialExamples,
            undeclared,
            undeclared.ReportsLoss()
                .TakesGradientElsewhereOnPurpose("The attack follows the weights and has no gradient of its own.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "A backward pass before that of the loss leaves gradients in the parameters, which are cleared in between.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor inputs = batch.Inputs.clone().requires_grad_(true);
        F.cross_entropy(_model.call(inputs), batch.Labels).backward();
        Tensor attacked = (inputs + (0.1 * inputs.grad!.sign())).detach();
        _optimizer.zero_grad();
        Tensor loss = F.cross_entropy(_model.call(attacked), batch.Labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
