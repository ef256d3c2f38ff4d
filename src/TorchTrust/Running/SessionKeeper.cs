using TorchTrust.Probes;
using TorchTrust.Subjects;

namespace TorchTrust.Running;

/// <summary>Hands the live subject from check to check, and builds it anew only where it was used up.</summary>
/// <param name="subject">The subject.</param>
/// <param name="seed">The seed of its sessions.</param>
/// <param name="mayAbort">Whether the process may be ended by native code.</param>
internal sealed class SessionKeeper(Subject subject, long seed, bool mayAbort) : IDisposable
{
    private ISubjectSession? _session;
    private int _earlierBuilds;
    private PassCount _earlierPasses;

    /// <summary>What was measured of the live subject by the present check and in its proof.</summary>
    public Measurements Measured { get; } = new();

    /// <summary>How often the subject was built.</summary>
    public int Builds => _earlierBuilds + (_session?.Builds ?? 0);

    /// <summary>How often the subject was run.</summary>
    public PassCount Passes => _earlierPasses + (_session?.Passes ?? default);

    /// <summary>The live subject, as built.</summary>
    /// <exception cref="SubjectException">Its recipe threw.</exception>
    public ISubjectSession Open()
    {
        if (_session is null)
        {
            _session = subject.OpenSession(seed);
            if (mayAbort)
            {
                _session.AllowAborts();
            }
        }

        return _session;
    }

    /// <summary>Takes the subject back after a run.</summary>
    /// <returns>What could not be put back; null if all is as it was.</returns>
    public string? TakeBack(Need need)
    {
        if (_session is not { } session)
        {
            return null;
        }

        if (need is Need.ReplacesParameters && subject.Lifetime == SubjectLifetime.Fresh)
        {
            Close();
            return null;
        }

        session.Restore();
        if (session.Differences() is not [(string path, string what), ..])
        {
            return null;
        }

        if (subject.Lifetime == SubjectLifetime.Fresh)
        {
            Close();
            return null;
        }

        return $"{(path.Length == 0 ? subject.Name : path)} {what}";
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Close()
    {
        Measured.Forget();
        _earlierBuilds = Builds;
        _earlierPasses = Passes;
        _session?.Dispose();
        _session = null;
    }
}
