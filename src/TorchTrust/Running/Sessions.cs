using System.Collections.Concurrent;
using TorchTrust.Losses.Probes;
using TorchTrust.Probes;

namespace TorchTrust.Running;

/// <summary>How each kind of subject comes to life.</summary>
internal static class Sessions
{
    private static readonly ConcurrentDictionary<Type, Func<Subject, long, ISubjectSession>> _openers = new()
    {
        [typeof(ModelSubject)] = (subject, seed) => new ModelSession((ModelSubject)subject, seed),
        [typeof(LossSubject)] = (subject, seed) => new LossSession((LossSubject)subject, seed),
    };

    /// <summary>Registers a kind of subject.</summary>
    public static void Register<TSubject>(Func<TSubject, long, ISubjectSession> open)
        where TSubject : Subject => _openers[typeof(TSubject)] = (subject, seed) => open((TSubject)subject, seed);

    /// <summary>Builds a subject.</summary>
    /// <exception cref="SubjectException">Its recipe threw.</exception>
    public static ISubjectSession Open(Subject subject, long seed) => OpenerOf(subject.GetType())(subject, seed);

    /// <summary>A kind is registered under the type that all its subjects derive from.</summary>
    private static Func<Subject, long, ISubjectSession> OpenerOf(Type kind)
    {
        if (_openers.TryGetValue(kind, out Func<Subject, long, ISubjectSession>? open))
        {
            return open;
        }

        return kind.BaseType is { } parent
            ? OpenerOf(parent)
            : throw new InvalidOperationException("There is no session for this kind of subject: register one with Sessions.Register.");
    }
}
