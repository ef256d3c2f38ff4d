using System.CommandLine;
using Spectre.Console;
using TorchTrust.Bench.Networks;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>
/// What proofs of power cost beside the checks that they prove: the same checks without and with them, in turn, on four
/// networks and on rows of equal blocks. Run in the root of the repository.
/// </summary>
internal static class ProofsCommand
{
    private static readonly int[] _blocks = [10, 20, 40, 80];

    public static Command Create()
    {
        var names = new Option<string[]>("--on")
        {
            Description = "The networks; all four by default.",
            AllowMultipleArgumentsPerToken = true,
        };
        var rounds = new Option<int>("--rounds") { Description = "The number of pairs.", DefaultValueFactory = _ => 1 };
        var checks = new Option<string[]>("--only") { Description = "These checks only.", AllowMultipleArgumentsPerToken = true };
        var blocks = new Option<bool>("--blocks") { Description = "Count the passes of all proofs on 10, 20, 40 and 80 equal blocks." };
        var approve = new Option<bool>("--approve")
        {
            Description = "Write down which mutants are noticed and where, instead of comparing with what was.",
        };
        var command = new Command(
            "proofs",
            "Times all checks without and with their proofs of power, counts their passes, and compares what they notice; run in the root "
                + "of the repository.")
        {
            names, rounds, checks, blocks, approve,
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
                : Compare(BenchNetwork.Named(parsed.GetValue(names) ?? []), options, parsed.GetValue(rounds), parsed.GetValue(approve));
        });
        return command;
    }

    private static int Compare(IReadOnlyList<BenchNetwork> networks, TrustOptions options, int rounds, bool approves)
    {
        int lost = 0;
        foreach (BenchNetwork network in networks)
        {
            var cost = ProofCost.Measure(network.Subject, options, rounds);
            TrustReport report = cost.With[^1].Report;
            AnsiConsole.WriteLine($"{network.Name}: {report.Modules.Count} modules, {get_num_threads()} threads");
            AnsiConsole.Write(cost.ByCheck());
            AnsiConsole.WriteLine(cost.Summary());
            if (approves)
            {
                NoticedMutants.Approve(network.Name, report);
                continue;
            }

            foreach (CheckResult failed in report.Results.Where(
                result => result.Verdict == Verdict.Failed || result.Power?.IsRefuted == true))
            {
                AnsiConsole.WriteLine($"{failed.CheckId}: {failed.Reason ?? failed.Findings[0].What}");
            }

            IReadOnlyList<string> gone = NoticedMutants.Lost(network.Name, report);
            AnsiConsole.WriteLine(gone.Count == 0
                ? "every mutant that was noticed before is noticed at the same place or at one of its kind, at no fewer kinds of places"
                : $"no longer noticed: {string.Join("; ", gone)}");
            lost += gone.Count;
        }

        return lost == 0 ? 0 : 1;
    }

    private static int Sweep(TrustOptions options)
    {
        TrustReport[] reports = [.. _blocks.Select(count => Trust.Check(BenchNetwork.Blocks(count).Subject, options))];
        var table = new Table().AddColumns(["check", .. _blocks.Select(count => $"{count} blocks")]);
        foreach (CheckResult result in reports[0].Results.Where(result => result.Power is not null))
        {
            table.AddRow(
                [result.CheckId, .. reports.Select(report => Text(report.Results.First(each => each.CheckId == result.CheckId).Power))]);
        }

        PassCount[] totals = [.. reports.Select(ProofCost.PassesOfProofs)];
        table.AddRow(["all proofs: forward, backward", .. totals.Select(total => $"{total.Forward}, {total.Backward}")]);
        AnsiConsole.Write(table);

        // A place that is noticed sooner saves a call; what matters is that nothing grows with the row.
        bool grows = totals.Any(total => total.Forward > totals[0].Forward || total.Backward > totals[0].Backward);
        AnsiConsole.WriteLine(grows ? "A longer row takes more passes." : "No longer row takes more passes.");
        return grows ? 1 : 0;

        static string Text(PowerProof? power) => power is null ? "-" : $"{power.Passes.Forward}, {power.Passes.Backward}";
    }
}
