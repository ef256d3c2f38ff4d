using System.Runtime.ExceptionServices;

namespace TorchTrust.Probes;

/// <summary>
/// A mutant's own code threw where it should have broken the subject: a fault of ours, which says nothing of the check.
/// </summary>
/// <param name="mutant">The name of the mutant.</param>
/// <param name="inner">What it threw.</param>
internal sealed class MutantFaultException(string mutant, Exception inner)
    : Exception($"{mutant} itself threw {inner.GetType().Name}: {inner.Message.Split('\n', 2)[0].Trim()}", inner)
{
    /// <summary>Lets it pass through whatever has wrapped it on the way.</summary>
    public static void RethrowFrom(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is MutantFaultException)
            {
                ExceptionDispatchInfo.Throw(cause);
            }
        }
    }
}
