using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Display;

/// <summary>Shows nothing before the end.</summary>
internal sealed class QuietDisplay : IRunDisplay
{
    /// <inheritdoc/>
    public T While<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public void Doing(string what)
    {
    }

    /// <inheritdoc/>
    public void Found(int subjects)
    {
    }

    /// <inheritdoc/>
    public void Began(FoundSubject subject)
    {
    }

    /// <inheritdoc/>
    public void Moved(FoundSubject subject, CheckProgress progress)
    {
    }

    /// <inheritdoc/>
    public void Ended(FoundSubject subject, SubjectOutcome outcome)
    {
    }
}
