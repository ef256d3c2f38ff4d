namespace TorchTrust.RightLoops.Teachers;

/// <summary>A student learns labels, and to agree with the average of itself under other noise (Tarvainen and Valpola, 2017).</summary>
internal sealed class MeanTeacher
{
    private readonly Sequential _student = Network();
    private readonly Sequential _teacher = Network();
    private readonly optim.Optimizer _optimizer;

    public MeanTeacher()
    {
        _optimizer = optim.Adam(_student.parameters(), lr: 1e-2);
        Toy.Copy(_student, _teacher);
    }

    public static RightLoop Describe()
    {
        TrainingSubject<MeanTeacher, LabelledBatch> undeclared = TrainingSubject.For(() => new MeanTeacher())
            .WithBatch((_, n) => Toy.Labelled(n))
            .WithStep((loop, batch) => loop.Step(batch))
            .WithEvaluation(loop => Toy.Accuracy(loop._teacher));
        return new RightLoop(
            nameof(MeanTeacher),
            LoopKind.TeacherStudent,
            undeclared,
            undeclared.ReportsLoss().AveragesOnPurpose("_teacher.*", "The teacher is the moving average of the student.")
                .HasTarget(batch => batch.Labels, of: batch => batch.Inputs, classes: Toy.Classes),
            "The teacher wants gradients and stands in no optimizer; dropout is on in both.");
    }

    private double Step(LabelledBatch batch)
    {
        using var scope = NewDisposeScope();
        _student.train();
        _teacher.train();
        Tensor advice;
        using (no_grad())
        {
            advice = _teacher.call(batch.Inputs);
        }

        _optimizer.zero_grad();
        Tensor scores = _student.call(batch.Inputs);
        Tensor loss = F.cross_entropy(scores, batch.Labels) + (0.1 * F.mse_loss(scores, advice));
        loss.backward();
        _optimizer.step();
        Toy.Follow(_student, _teacher, share: 0.05);
        return loss.item<float>();
    }

    private static Sequential Network() => Sequential(Linear(4, 12), ReLU(), Dropout(0.2), Linear(12, Toy.Classes));
}
