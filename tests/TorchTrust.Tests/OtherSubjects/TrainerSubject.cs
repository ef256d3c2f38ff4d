using TorchTrust.Running;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A kind of subject that is to come: a training loop, used up by the steps it takes.</summary>
internal sealed class TrainerSubject(string name, Func<LineTrainer> build) : Subject(name)
{
    static TrainerSubject() => Sessions.Register<TrainerSubject>((subject, seed) => new TrainerSession(subject, seed));

    public override SubjectLifetime Lifetime => SubjectLifetime.Fresh;

    public override string Kind => "trainer";

    internal Func<LineTrainer> Build { get; } = build;
}
