using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using static TorchSharp.torch;

namespace TorchTrust.Probes;

/// <summary>The innermost line of the user's own code in a stack trace.</summary>
internal static class UserFrame
{
    /// <summary>
    /// In words that follow a verb, such as <c>in Vae.Reparameterize (Vae.cs:62)</c>; empty if there is none.
    /// </summary>
    public static string Of(Exception exception)
    {
        StackFrame? frame = Innermost(exception);
        if (frame?.GetMethod() is not { DeclaringType: { } owner } method)
        {
            return "";
        }

        string line = frame.GetFileName() is { } file
            ? string.Create(CultureInfo.InvariantCulture, $" ({Path.GetFileName(file)}:{frame.GetFileLineNumber()})")
            : "";
        return $" in {owner.Name}.{method.Name}{line}";
    }

    /// <summary>The class that the line is in; null if there is none.</summary>
    public static Type? TypeOf(Exception exception) => Innermost(exception)?.GetMethod()?.DeclaringType;

    private static StackFrame? Innermost(Exception exception)
    {
        Exception inner = exception is SubjectException { InnerException: { } thrown } ? thrown : exception;
        StackFrame[] frames =
            [.. new StackTrace(inner, fNeedFileInfo: true).GetFrames().Where(each => each.GetMethod()?.DeclaringType is { } type && IsUsers(type))];

        // A package that the user's code calls comes without its lines.
        return frames.FirstOrDefault(each => each.GetFileName() is not null) ?? frames.FirstOrDefault();
    }

    private static bool IsUsers(Type type) =>
        type.Assembly != typeof(Tensor).Assembly && type.Assembly != Assembly.GetExecutingAssembly()
        && type.Assembly.GetName().Name?.StartsWith("System", StringComparison.Ordinal) == false;
}
