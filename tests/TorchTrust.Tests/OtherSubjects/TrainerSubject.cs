using TorchTrust.Subjects;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A kind of subject that is to come: a training loop, used up by the steps it takes.</summary>
internal sealed class TrainerSubject(string name, Func<LineTrainer> build) : Subject(name)
{
    public override SubjectLifetime Lifetime => SubjectLifetime.Fresh;

    public override string Kind => "trainer";

    internal Func<LineTrainer> Build { get; } = build;

    internal override ISubjectSession OpenSession(long seed) => new TrainerSession(this, seed);
}
