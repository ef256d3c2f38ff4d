using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A live training loop. Once it has taken steps, its optimizer is no longer what it was, and nothing puts that back.</summary>
internal sealed class TrainerSession : ISubjectSession
{
    public TrainerSession(TrainerSubject subject, long seed)
    {
        Subject = subject;
        Seed = seed;
        using RandomState _ = RandomState.Fork(seed);
        Trainer = SubjectException.Guard("building the trainer", subject.Build);
        foreach (TorchSharp.Modules.Parameter parameter in Trainer.Model.parameters())
        {
            parameter.DetachFromDisposeScope();
        }
    }

    public Subject Subject { get; }

    public long Seed { get; }

    public LineTrainer Trainer { get; }

    public void Restore()
    {
        // What an optimizer remembers is its own.
    }

    public IReadOnlyList<(string Path, string What)> Differences() =>
        Trainer.Steps == 0 ? [] : [("Optimizer", $"has taken {Trainer.Steps} steps")];

    public void Dispose() => Trainer.Dispose();
}
