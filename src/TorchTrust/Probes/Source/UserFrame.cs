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
        StackFrame? frame = Find(exception);
        if (frame?.GetMethod() is not { DeclaringType: { } owner } method)
        {
            return "";
        }

        string line = frame.GetFileName() is { } file
            ? string.Create(CultureInfo.InvariantCulture, $" ({Path.GetFileName(file)}:{frame.GetFileLineNumber()})")
            : "";
        return $" in {owner.Name}.{method.Name}{line}";
    }

    /// <summary>
    /// The exception and the line that it came from, by which one fault is known wherever it shows; null without such a line.
    /// </summary>
    public static string? IdentityOf(Exception exception) =>
        Of(exception) is { Length: > 0 } place ? $"{Inner(exception).GetType().Name}{place}" : null;

    /// <summary>The line; null where no debug symbols tell.</summary>
    public static SourceLocation? LocationOf(Exception exception) =>
        Find(exception) is { } frame && frame.GetFileName() is { } file ? new SourceLocation(file, frame.GetFileLineNumber()) : null;

    /// <summary>The class that the line is in; null if there is none.</summary>
    public static Type? TypeOf(Exception exception) => Find(exception)?.GetMethod()?.DeclaringType;

    private static Exception Inner(Exception exception) =>
        exception is SubjectException { InnerException: { } thrown } ? thrown : exception;

    private static StackFrame? Find(Exception exception)
    {
        StackFrame[] frames =
        [
            .. new StackTrace(Inner(exception), fNeedFileInfo: true).GetFrames()
                .Where(each => each.GetMethod()?.DeclaringType is { } type && IsUsers(type)),
        ];

        // A package that the user's code calls comes without its lines.
        return frames.FirstOrDefault(each => each.GetFileName() is not null) ?? frames.FirstOrDefault();
    }

    private static bool IsUsers(Type type) =>
        type.Assembly != typeof(Tensor).Assembly && type.Assembly != Assembly.GetExecutingAssembly()
        && type.Assembly.GetName().Name?.StartsWith("System", StringComparison.Ordinal) == false;
}
