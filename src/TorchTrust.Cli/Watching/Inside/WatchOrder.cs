using System.Globalization;

namespace TorchTrust.Cli.Watching.Inside;

/// <summary>What a watched program is told, in a variable of its environment that goes before its first line.</summary>
/// <param name="Pipe">The name of the pipe to tell through.</param>
/// <param name="Share">The share of the time that watching may take.</param>
/// <param name="MostSteps">The number of steps after which nothing more is watched; 0 for no limit.</param>
/// <param name="HasSeries">Whether metrics have a series for each layer.</param>
/// <param name="Home">The program's output folder.</param>
/// <param name="Copy">The copy that runs.</param>
/// <param name="Hooks">The startup hooks that the program would have had; empty for none.</param>
/// <param name="Woven">The names of the woven assemblies.</param>
internal sealed record WatchOrder(
    string Pipe, double Share, long MostSteps, bool HasSeries, string Home, string Copy, string Hooks, IReadOnlyList<string> Woven)
{
    /// <summary>The variable.</summary>
    public const string Variable = "TORCHTRUST_WATCH";

    private const char Separator = '\n';
    private const int Fixed = 7;

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static WatchOrder Read(string text)
    {
        string[] parts = text.Split(Separator);
        return new WatchOrder(
            parts[0],
            double.Parse(parts[1], CultureInfo.InvariantCulture),
            long.Parse(parts[2], CultureInfo.InvariantCulture),
            bool.Parse(parts[3]),
            parts[4],
            parts[5],
            parts[6],
            parts[Fixed..]);
    }

    /// <summary>Writes it.</summary>
    public override string ToString() => string.Join(
        Separator,
        [
            Pipe,
            Share.ToString("R", CultureInfo.InvariantCulture),
            MostSteps.ToString(CultureInfo.InvariantCulture),
            HasSeries.ToString(CultureInfo.InvariantCulture),
            Home,
            Copy,
            Hooks,
            .. Woven,
        ]);
}
