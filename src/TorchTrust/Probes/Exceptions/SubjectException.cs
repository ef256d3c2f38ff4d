namespace TorchTrust.Probes;

/// <summary>Something that the user's code threw, told apart from a fault of our own.</summary>
internal class SubjectException : Exception
{
    /// <summary>Wraps what was thrown.</summary>
    /// <param name="doing">What was being done, such as <c>calling the model in training mode</c>.</param>
    /// <param name="inner">What was thrown.</param>
    public SubjectException(string doing, Exception inner)
        : base($"{inner.GetType().Name} while {doing}: {FirstLine(inner.Message)}", inner) => Doing = doing;

    /// <summary>Takes over what another says.</summary>
    protected SubjectException(SubjectException other)
        : base(other.Message, other.InnerException) => Doing = other.Doing;

    /// <summary>What was being done.</summary>
    public string Doing { get; }

    /// <summary>Runs the user's code.</summary>
    public static T Guard<T>(string doing, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (exception is not SubjectException and not OperationCanceledException)
        {
            MutantFaultException.RethrowFrom(exception);
            DeviceFault.Report(exception);
            throw new SubjectException(doing, exception);
        }
    }

    /// <summary>LibTorch appends its native stack to the message.</summary>
    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
