using TorchTrust.Cli.Checking;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Display;

/// <summary>Shows a run while it goes on. Called from the threads of all subjects.</summary>
internal interface IRunDisplay
{
    /// <summary>Shows the run while the work is done.</summary>
    /// <param name="work">The work.</param>
    T While<T>(Func<T> work);

    /// <summary>What is being done before the first subject.</summary>
    void Doing(string what);

    /// <summary>How many subjects there are.</summary>
    void Found(int subjects);

    /// <summary>A subject begins.</summary>
    void Began(FoundSubject subject);

    /// <summary>A check begins, goes on, or ends.</summary>
    void Moved(FoundSubject subject, CheckProgress progress);

    /// <summary>A subject has ended.</summary>
    void Ended(FoundSubject subject, SubjectOutcome outcome);
}
