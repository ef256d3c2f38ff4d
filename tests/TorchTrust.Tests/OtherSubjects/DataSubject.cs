using TorchTrust.Subjects;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A kind of subject that is to come: a data set, opened once and only read.</summary>
internal sealed class DataSubject(string name, Func<LabelledPoints> open) : Subject(name)
{
    public override SubjectLifetime Lifetime => SubjectLifetime.SharedReadOnly;

    public override string Kind => "data set";

    internal Func<LabelledPoints> Open { get; } = open;

    internal override ISubjectSession OpenSession(long seed) => new DataSession(this, seed);
}
