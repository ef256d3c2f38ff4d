using TorchTrust.Subjects;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A kind of subject that is to come: a training loop, used up by the steps it takes.</summary>
internal sealed class TrainerSubject(string name, Func<LineTrainer> build) : Subject(name)
{
    public override SubjectLifetime Lifetime => SubjectLifetime.Fresh;

    public override string Kind => "trainer";

    internal Func<LineTrainer> Build { get; } = build;

    /// <summary>The data that it trains on, which are checked with it.</summary>
    internal DataSubject? Data { get; init; }

    internal override IReadOnlyList<SubjectPart> Parts =>
        Data is null ? [] : [new SubjectPart("data", Data) { Declaring = $".WithData(data => data{SubjectPart.Line})" }];

    internal override ISubjectSession OpenSession(long seed) => new TrainerSession(this, seed);
}
