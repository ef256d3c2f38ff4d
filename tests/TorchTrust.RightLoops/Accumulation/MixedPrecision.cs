namespace TorchTrust.RightLoops.Accumulation;

/// <summary>Weights in float32 are rounded to bfloat16 for each pass; the loss is scaled, and unscaled before the update.</summary>
internal sealed class MixedPrecision
{
    private const float Scale = 256;

    private readonly Parameter _weight = Parameter(randn(4, Toy.Classes) * 0.5);
    private readonly Parameter _bias = Parameter(zeros(Toy.Classes));
    private readonly optim.Optimizer _optimizer;

    public MixedPrecision() => _optimizer = optim.AdamW([_weight, _bias], lr: 1e-2);

    public static RightLoop Describe()
    {
        TrainingSubject<MixedPrecision, LabelledBatch> undeclared = TrainingSubject.For(() => new MixedPrecision())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch));
        return new RightLoop(
            nameof(MixedPrecision),
            LoopKind.MixedDtypes,
            undeclared,
            undeclared.ReportsLoss().HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The number is computed in bfloat16, so small moves do not change it; parameters stand in no module.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        Tensor inputs = batch.Inputs.to(ScalarType.BFloat16);
        Tensor scores = inputs.matmul(_weight.to(ScalarType.BFloat16)) + _bias.to(ScalarType.BFloat16);
        Tensor loss = F.cross_entropy(scores.to(ScalarType.Float32), batch.Labels);
        (loss * Scale).backward();
        foreach (Parameter parameter in _optimizer.parameters())
        {
            parameter.grad!.div_(Scale);
        }

        _optimizer.step();
        return loss.item<float>();
    }
}
