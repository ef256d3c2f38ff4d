using System.Globalization;

namespace TorchTrust.Probes;

/// <summary>A place in the user's source from which a member of TorchSharp is called.</summary>
/// <param name="Method">The method, such as <c>Trainer.Step</c>.</param>
/// <param name="File">The full path of the source file as the compiler saw it; null without symbols.</param>
/// <param name="Line">The line, from 1; 0 without symbols.</param>
internal sealed record CallPlace(string Method, string? File, int Line)
{
    /// <summary>The place of a call through a delegate, which woven code does not know.</summary>
    public static CallPlace Unknown { get; } = new("", null, 0);

    /// <summary>In words that follow a verb, such as <c>in Trainer.Step (Trainer.cs:33)</c>.</summary>
    public override string ToString() => File is null
        ? Method.Length == 0 ? "through a delegate" : $"in {Method}"
        : string.Create(CultureInfo.InvariantCulture, $"in {Method} ({FileName}:{Line})");

    private string FileName => File![(File!.LastIndexOfAny(['/', '\\']) + 1)..];
}
