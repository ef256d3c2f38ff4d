using System.Collections.Concurrent;
using TorchTrust.Datasets;
using TorchTrust.Probes;

namespace TorchTrust.Running;

/// <summary>How each kind of subject comes to life.</summary>
internal static class Sessions
{
    private static readonly ConcurrentDictionary<Type, Func<Subject, long, ISubjectSession>> _openers = new()
    {
        [typeof(ModelSubject)] = (subject, seed) => new ModelSession((ModelSubject)subject, seed),
        [typeof(DatasetSubject)] = (subject, seed) => new DatasetSession((DatasetSubject)subject, seed),
    };

    /// <summary>Registers a kind of subject.</summary>
    public static void Register<TSubject>(Func<TSubject, long, ISubjectSession> open)
        where TSubject : Subject => _openers[typeof(TSubject)] = (subject, seed) => open((TSubject)subject, seed);

    /// <summary>Builds a subject.</summary>
    /// <exception cref="SubjectException">Its recipe threw.</exception>
    public static ISubjectSession Open(Subject subject, long seed) => OpenerOf(subject.GetType())(subject, seed);

    /// <summary>What is registered for a type, or for the nearest type that it derives from.</summary>
    private static Func<Subject, long, ISubjectSession> OpenerOf(Type type)
    {
        for (Type? at = type; at is not null; at = at.BaseType)
        {
            if (_openers.TryGetValue(at, out Func<Subject, long, ISubjectSession>? open))
            {
                return open;
            }
        }

        throw new InvalidOperationException($"Nothing is registered that opens a {type.Name}: Sessions.Register.");
    }
}
