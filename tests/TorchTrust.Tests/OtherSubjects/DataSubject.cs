using TorchTrust.Running;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A kind of subject that is to come: a data set, opened once and only read.</summary>
internal sealed class DataSubject(string name, Func<LabelledPoints> open) : Subject(name)
{
    // A host, too, must know the kind; there this type is the first that it hears of.
    static DataSubject() => Sessions.Register<DataSubject>((subject, seed) => new DataSession(subject, seed));

    public override SubjectLifetime Lifetime => SubjectLifetime.SharedReadOnly;

    public override string Kind => "data set";

    internal Func<LabelledPoints> Open { get; } = open;
}
