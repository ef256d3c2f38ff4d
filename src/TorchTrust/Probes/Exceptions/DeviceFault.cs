namespace TorchTrust.Probes;

/// <summary>
/// An error of a CUDA device, such as an assertion in a kernel. Whatever the process computes there afterwards throws the same, so
/// nothing that follows says anything about what it is asked for.
/// </summary>
internal static class DeviceFault
{
    private static readonly string[] _signs =
        ["CUDA error:", "CUBLAS_STATUS_EXECUTION_FAILED", "CUDNN_STATUS_EXECUTION_FAILED", "CUDNN_STATUS_INTERNAL_ERROR"];

    /// <summary>Told of such an error before anything else is: a host ends by it.</summary>
    public static Action<string>? Handler { get; set; }

    /// <summary>The words of the error; null if something else was thrown. That memory is short is no such error.</summary>
    public static string? In(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            string line = cause.Message.Split('\n', 2)[0].Trim();
            if (_signs.Any(sign => line.Contains(sign, StringComparison.Ordinal))
                && !line.Contains("out of memory", StringComparison.Ordinal))
            {
                return line;
            }
        }

        return null;
    }

    /// <summary>The words of the error in what a process wrote before it ended; null if there are none.</summary>
    public static string? In(IEnumerable<string> lines) => lines
        .Select(line => _signs.Select(sign => line.IndexOf(sign, StringComparison.Ordinal)).Where(start => start >= 0)
            .Select(start => line[start..].Trim()).FirstOrDefault())
        .FirstOrDefault(words => words is not null);

    /// <summary>Tells the handler, if it was such an error.</summary>
    public static void Report(Exception exception)
    {
        if (Handler is { } handler && In(exception) is { } words)
        {
            handler(words);
        }
    }
}
