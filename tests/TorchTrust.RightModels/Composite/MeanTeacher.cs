namespace TorchTrust.RightModels.Composite;

/// <summary>
/// A student and the moving average of it, held by an object that is no module (Tarvainen and Valpola, 2017).
/// </summary>
internal sealed class MeanTeacher
{
    private readonly Module<Tensor, Tensor> _student = Network();
    private readonly Module<Tensor, Tensor> _teacher = Network();

    public MeanTeacher()
    {
        using var _ = no_grad();
        foreach ((Parameter teacher, Parameter student) in _teacher.parameters().Zip(_student.parameters()))
        {
            teacher.copy_(student);
            teacher.requires_grad = false;
        }
    }

    public static RightModel Describe()
    {
        ModelSubject undeclared = ModelSubject.For(() => new MeanTeacher())
            .WithInput(n => randn(n, 6))
            .WithForward<MeanTeacher>((pair, inputs) => pair.Compare((Tensor)inputs[0]!));
        return new RightModel(
            nameof(MeanTeacher),
            undeclared,
            undeclared
                .FreezesOnPurpose("_teacher.*", "The teacher follows by moving averages, not by gradients.")
                .WithLoss<(Tensor Student, Tensor Teacher)>((_, logits) =>
                {
                    using Tensor supervised = Losses.Classification(logits.Student);
                    using Tensor consistency = F.mse_loss(logits.Student, logits.Teacher);
                    return supervised + (consistency * 0.1);
                }),
            "Private fields of an object that is no module; one of two equal networks runs without a graph, "
                + "with dropout on.");
    }

    /// <summary>The logits of both, each <c>[N, 3]</c>.</summary>
    public (Tensor Student, Tensor Teacher) Compare(Tensor input)
    {
        Tensor student = _student.call(input);
        using var _ = no_grad();
        return (student, _teacher.call(input));
    }

    private static Sequential Network() => Sequential(Linear(6, 12), ReLU(), Dropout(0.2), Linear(12, 3));
}
