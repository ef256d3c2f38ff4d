using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Listing;

/// <summary><c>list</c>: all checks, what they need, what they cost.</summary>
internal sealed class ListCommand
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly Option<bool> _asJson = new("--json") { Description = "Writes the list as JSON" };
    private readonly Terminal _terminal;

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where the list goes.</param>
    public ListCommand(Terminal terminal)
    {
        _terminal = terminal;
        Command = new Command("list", "Lists all checks: what they look for, what they need, what they cost.") { _asJson };
        Command.SetAction(given => Run(given.GetValue(_asJson)));
    }

    /// <summary>The command.</summary>
    public Command Command { get; }

    private int Run(bool asJson)
    {
        IReadOnlyList<ListedCheck> checks = ListedCheck.All();
        if (asJson)
        {
            // Past the console, which would wrap it.
            _terminal.Out.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(checks, _json));
            return ExitCode.Proven;
        }

        foreach (IGrouping<string, ListedCheck> area in checks.GroupBy(check => check.Area))
        {
            _terminal.Out.Write(new Text($"{area.Key}\n", new Style(Color.Yellow, decoration: Decoration.Bold)));
            foreach (ListedCheck check in area)
            {
                Write(check);
            }

            _terminal.Out.WriteLine();
        }

        _terminal.Out.WriteLine($"{checks.Count} checks. `torchtrust explain ID` shows the page of one.");
        return ExitCode.Proven;
    }

    private void Write(ListedCheck check)
    {
        var name = new Paragraph();
        name.Append(check.Id, new Style(decoration: Decoration.Bold));
        name.Append($"  {check.Title}\n");
        string facts = check.Facts.Count == 0 ? "no facts to declare" : string.Join(", ", check.Facts);
        string hazard = check.Hazard == nameof(Hazard.CanAbort) ? "runs in the host only" : "safe in process";
        string more = $"{check.Severity.ToLowerInvariant()} · {hazard} · {Words(check.Need)}\ncost: {check.Cost}\nfacts: {facts}";
        _terminal.Out.Write(new Padder(name, new Padding(2, 0, 0, 0)));
        _terminal.Out.Write(new Padder(new Text(more, new Style(Color.Grey)), new Padding(6, 0, 0, 0)));
    }

    private static string Words(string need) => need switch
    {
        nameof(Need.ReadsOnly) => "reads only",
        nameof(Need.MutatesState) => "changes state and puts it back",
        nameof(Need.ReplacesParameters) => "uses up an instance",
        nameof(Need.TrainsSteps) => "trains a few steps",
        _ => need,
    };
}
