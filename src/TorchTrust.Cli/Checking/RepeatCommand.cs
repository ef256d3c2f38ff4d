using System.Globalization;
using TorchTrust.Cli.Discovery;

namespace TorchTrust.Cli.Checking;

/// <summary>The command lines that repeat a run, or one result of it.</summary>
/// <param name="given">The project or assembly, as the user wrote it.</param>
/// <param name="seed">The seed.</param>
/// <param name="threads">The threads of each host; null for torch's own choice.</param>
/// <param name="others">The options that decide results, as the user gave them.</param>
internal sealed class RepeatCommand(string given, long seed, int? threads, IReadOnlyList<string> others)
{
    /// <summary>Repeats the run.</summary>
    /// <param name="selection">What the user asked for.</param>
    public string Of(Selection selection) => Line(
    [
        .. selection.Subjects.SelectMany(subject => new[] { "--subject", subject }),
        .. selection.Checks.SelectMany(check => new[] { "--check", check }),
        .. selection.Areas.SelectMany(area => new[] { "--area", area.ToString().ToLowerInvariant() }),
    ]);

    /// <summary>Repeats one check of a subject.</summary>
    public string Of(FoundSubject subject, string checkId) => Line(
    [
        .. subject.Address is null ? Array.Empty<string>() : ["--subject", subject.ShortName],
        "--check", checkId,
        .. threads is { } count ? ["--threads", count.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
    ]);

    private string Line(IEnumerable<string> parts) => string.Join(' ', new[] { "torchtrust", "check", given }
        .Concat(parts)
        .Concat(others)
        .Append("--seed")
        .Append(seed.ToString(CultureInfo.InvariantCulture))
        .Select(Quoted));

    private static string Quoted(string part) => part.Length > 0 && part.All(IsPlain)
        ? part
        : $"\"{part.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool IsPlain(char letter) => char.IsLetterOrDigit(letter) || "-_./\\:+".Contains(letter, StringComparison.Ordinal);
}
