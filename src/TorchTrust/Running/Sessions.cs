using System.Collections.Concurrent;
using TorchTrust.Probes;
using TorchTrust.Training.Probes;

namespace TorchTrust.Running;

/// <summary>How each kind of subject comes to life.</summary>
internal static class Sessions
{
    private static readonly ConcurrentDictionary<Type, Func<Subject, long, ISubjectSession>> _openers = new()
    {
        [typeof(ModelSubject)] = (subject, seed) => new ModelSession((ModelSubject)subject, seed),
        [typeof(TrainingSubject)] = (subject, seed) => new TrainingSession((TrainingSubject)subject, seed),
    };

    /// <summary>Registers a kind of subject.</summary>
    public static void Register<TSubject>(Func<TSubject, long, ISubjectSession> open)
        where TSubject : Subject => _openers[typeof(TSubject)] = (subject, seed) => open((TSubject)subject, seed);

    /// <summary>Builds a subject.</summary>
    /// <exception cref="SubjectException">Its recipe threw.</exception>
    public static ISubjectSession Open(Subject subject, long seed) => OpenerOf(subject.GetType())(subject, seed);

    /// <summary>Registered is the type itself, or the one that it derives from: a kind may have a type for each type of item.</summary>
    private static Func<Subject, long, ISubjectSession> OpenerOf(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            if (_openers.TryGetValue(at, out Func<Subject, long, ISubjectSession>? open))
            {
                return open;
            }
        }

        throw new InvalidOperationException($"{type.Name} is not registered as a kind of subject: call Sessions.Register.");
    }
}
