namespace TorchTrust.RightLoops.Teachers;

/// <summary>A small network learns what a large frozen one says, and the labels (Hinton et al., 2015).</summary>
internal sealed class Distillation
{
    private const double Temperature = 2;

    private readonly Sequential _teacher = Sequential(Linear(4, 16), BatchNorm1d(16), ReLU(), Dropout(0.5), Linear(16, Toy.Classes));
    private readonly Sequential _student = Toy.Network();
    private readonly optim.Optimizer _optimizer;

    public Distillation()
    {
        _teacher.eval();
        foreach (Parameter parameter in _teacher.parameters())
        {
            parameter.requires_grad = false;
        }

        _optimizer = optim.Adam(_student.parameters(), lr: 1e-2);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<Distillation, LabelledBatch> undeclared = TrainingSubject.For(() => new Distillation())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._student));
        return new RightLoop(
            nameof(Distillation),
            LoopKind.Distillation,
            undeclared,
            undeclared.ReportsLoss().FreezesOnPurpose("_teacher.*", "It has been trained before.")
                .RunsInEvalOnPurpose("_teacher*", "A teacher answers without dropout.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "One of the networks is frozen and in evaluation mode while the other is trained.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        Tensor soft = F.softmax(_teacher.call(batch.Inputs) / Temperature, 1);
        _optimizer.zero_grad();
        Tensor scores = _student.call(batch.Inputs);
        Tensor agreement = -(soft * F.log_softmax(scores / Temperature, 1)).sum(1).mean() * (Temperature * Temperature);
        Tensor loss = (0.5 * agreement) + (0.5 * F.cross_entropy(scores, batch.Labels));
        loss.backward();
        _optimizer.step();
        return loss.item<float>();
    }
}
