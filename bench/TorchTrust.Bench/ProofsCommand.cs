using System.CommandLine;
using Spectre.Console;
using TorchTrust.Bench.Networks;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>
/// What proofs of power cost beside the checks that they prove: the same checks without and with them, in turn, on four
/// networks and on rows of equal blocks.
/// </summary>
internal static class ProofsCommand
{
    private static readonly int[] _blocks = [10, 20, 40, 80];

    public static Command Create()
    {
        var names = new Option<string[]>("--on") { Description = "The networks; all four by default.", AllowMultipleArgumentsPerToken = true };
        var rounds = new Option<int>("--rounds") { Description = "The number of pairs.", DefaultValueFactory = _ => 1 };
        var checks = new Option<string[]>("--only") { Description = "These checks only.", AllowMultipleArgumentsPerToken = true };
        var blocks = new Option<bool>("--blocks") { Description = "Count the passes of all proofs on 10, 20, 40 and 80 equal blocks." };
        var save = new Option<DirectoryInfo?>("--save") { Description = "Keep the reports in this folder." };
        var before = new Option<DirectoryInfo?>("--before") { Description = "Compare with the reports that were kept in this folder." };
        var command = new Command("proofs", "Times all checks without and with their proofs of power, and counts their passes.")
        {
            names, rounds, checks, blocks, save, before,
        };
        command.SetAction(parsed =>
        {
            AnsiConsole.Profile.Width = 160;
            string[] only = parsed.GetValue(checks) ?? [];
            var options = new TrustOptions
            {
                // In this process, with leave to do what could end it: a start of a host on either side would blur the ratio.
                IsHost = true,
                Checks = only.Length == 0 ? null : only,
                CheckTimeLimit = Timeout.InfiniteTimeSpan,
                TimeBudget = Timeout.InfiniteTimeSpan,
                ProofShare = 1,
            };
            return parsed.GetValue(blocks)
                ? Sweep(options)
                : Compare(BenchNetwork.Named(parsed.GetValue(names) ?? []), options, parsed.GetValue(rounds), parsed.GetValue(save), parsed.GetValue(before));
        });
        return command;
    }

    private static int Compare(
        IReadOnlyList<BenchNetwork> networks, TrustOptions options, int rounds, DirectoryInfo? save, DirectoryInfo? before)
    {
        int lost = 0;
        save?.Create();
        foreach (BenchNetwork network in networks)
        {
            var cost = ProofCost.Measure(network.Subject, options, rounds);
            AnsiConsole.WriteLine($"{network.Name}: {cost.With[0].Modules.Count} modules, {get_num_threads()} threads");
            AnsiConsole.Write(cost.ByCheck());
            AnsiConsole.WriteLine(cost.Summary());
            if (save is not null)
            {
                File.WriteAllText(PathOf(save, network), cost.With[^1].ToJson());
            }

            if (before is not null && File.Exists(PathOf(before, network)))
            {
                IReadOnlyList<string> gone = KilledBefore.Lost(TrustReport.FromJson(File.ReadAllText(PathOf(before, network))), cost.With[^1]);
                AnsiConsole.WriteLine(gone.Count == 0
                    ? "every mutant that was noticed before is noticed at the same place or at one of its kind"
                    : $"no longer noticed: {string.Join("; ", gone)}");
                lost += gone.Count;
            }
        }

        return lost == 0 ? 0 : 1;
    }

    private static string PathOf(DirectoryInfo folder, BenchNetwork network) => Path.Combine(folder.FullName, $"{network.Name}.json");

    private static int Sweep(TrustOptions options)
    {
        TrustReport[] reports = [.. _blocks.Select(count => Trust.Check(BenchNetwork.Blocks(count).Subject, options))];
        var table = new Table().AddColumns(["check", .. _blocks.Select(count => $"{count} blocks")]);
        foreach (CheckResult result in reports[0].Results.Where(result => result.Power is not null))
        {
            table.AddRow([result.CheckId, .. reports.Select(report => Text(report.Results.First(each => each.CheckId == result.CheckId).Power))]);
        }

        PassCount[] totals = [.. reports.Select(ProofCost.PassesOfProofs)];
        table.AddRow(["all proofs: forward, backward", .. totals.Select(total => $"{total.Forward}, {total.Backward}")]);
        AnsiConsole.Write(table);
        return totals.Distinct().Count() == 1 ? 0 : 1;

        static string Text(PowerProof? power) => power is null ? "-" : $"{power.Passes.Forward}, {power.Passes.Backward}";
    }
}
