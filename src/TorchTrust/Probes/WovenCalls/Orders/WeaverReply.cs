using System.Globalization;

namespace TorchTrust.Probes;

/// <summary>What a weaver says of one assembly: a line of its standard output, and a file beside a woven assembly.</summary>
/// <param name="Name">The name of the assembly.</param>
/// <param name="Calls">How many calls go through shims.</param>
/// <param name="Unreached">What calls TorchSharp in ways that no shim reaches, with its number.</param>
/// <param name="Refusal">Why the assembly was not woven; null if it was.</param>
internal sealed record WeaverReply(string Name, int Calls, IReadOnlyList<(string What, int Count)> Unreached, string? Refusal)
{
    /// <summary>Reads what <see cref="Line"/> gave.</summary>
    /// <returns>Null for a line that is no reply.</returns>
    public static WeaverReply? Read(string line) => line.Split('\t') switch
    {
        ["woven", string name, string calls, .. string[] rest] => new WeaverReply(name, Number(calls), [.. Pairs(rest)], null),
        ["refused", string name, string reason] => new WeaverReply(name, 0, [], reason),
        _ => null,
    };

    /// <summary>The reply as a line.</summary>
    public string Line() => Refusal is null
        ? string.Join('\t', ["woven", Name, Text(Calls), .. Unreached.SelectMany(each => new[] { each.What, Text(each.Count) })])
        : $"refused\t{Name}\t{Refusal.ReplaceLineEndings(" ").Replace('\t', ' ')}";

    private static IEnumerable<(string, int)> Pairs(string[] rest) => rest.Chunk(2).Select(pair => (pair[0], Number(pair[1])));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
