using System.Diagnostics;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>Tells who reads.</summary>
internal static class ParameterReaders
{
    [ThreadStatic]
    private static bool _isQuiet;

    /// <summary>Reads as somebody else, in the middle of an update.</summary>
    public static T Quietly<T>(Func<T> read)
    {
        _isQuiet = true;
        try
        {
            return read();
        }
        finally
        {
            _isQuiet = false;
        }
    }

    /// <summary>
    /// The reader that stands nearest on the stack: a closure that clears gradients runs inside an update. An update runs in
    /// lambdas of the optimizer, whose names hold its own.
    /// </summary>
    public static ParameterReader OnStack()
    {
        if (_isQuiet)
        {
            return ParameterReader.Other;
        }

        foreach (StackFrame frame in new StackTrace(skipFrames: 1, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is { DeclaringType: { } type } method && type.Assembly == typeof(Tensor).Assembly)
            {
                if (method.Name.Contains("zero_grad", StringComparison.Ordinal))
                {
                    return ParameterReader.Clearing;
                }

                if (method.Name.Contains("step", StringComparison.Ordinal))
                {
                    return ParameterReader.Update;
                }
            }
        }

        return ParameterReader.Other;
    }
}
