namespace TorchTrust.RightLoops.Transfer;

/// <summary>Weights are rounded to 16 levels in each pass, and the gradient goes straight through.</summary>
internal sealed class QuantizationAware
{
    private readonly Linear _first = Linear(4, 8);
    private readonly Linear _second = Linear(8, Toy.Classes);
    private readonly optim.Optimizer _optimizer;

    public QuantizationAware() => _optimizer = optim.Adam(_first.parameters().Concat(_second.parameters()), lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<QuantizationAware, LabelledBatch> undeclared = TrainingSubject.For(() => new QuantizationAware())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch));
        return new RightLoop(
            nameof(QuantizationAware),
            LoopKind.QuantizationAware,
            undeclared,
            undeclared.ReportsLoss().TakesGradientElsewhereOnPurpose("The straight-through estimator skips the rounding.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "A small move of a weight changes the number not at all, or by a jump.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor hidden = F.relu(F.linear(batch.Inputs, Rounded(_first.weight), _first.bias));
        Tensor loss = F.cross_entropy(F.linear(hidden, Rounded(_second.weight), _second.bias), batch.Labels);
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }

    private static Tensor Rounded(Tensor weight)
    {
        Tensor scale = weight.detach().abs().max() / 7;
        return weight + ((weight / scale).round() * scale - weight).detach();
    }
}
