using System.CommandLine;
using System.Diagnostics;
using System.IO.Hashing;
using MnistVae.Data;
using MnistVae.Trust;
using Spectre.Console;
using TorchTrust.Datasets;
using TorchTrust.Datasets.Reading;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>
/// What the one pass over a data set costs: against a bare read that hashes each item, in alternating pairs; and time and memory
/// over 1, 2, 5 and 10 million generated rows.
/// </summary>
internal static class DataPassCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "How many pairs of runs.", DefaultValueFactory = _ => 5 };
        var rows = new Option<bool>("--rows") { Description = "Generated rows instead of MNIST." };
        var proofs = new Option<bool>("--proofs") { Description = "All checks of MNIST with their proofs of power." };
        var command = new Command("data-pass", "Measures the one pass over a data set that feeds all checks of content.")
        {
            pairs,
            rows,
            proofs,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(rows))
            {
                Rows();
            }
            else if (parsed.GetValue(proofs))
            {
                Proofs();
            }
            else
            {
                Pairs(parsed.GetValue(pairs));
            }
        });
        return command;
    }

    private static void Pairs(int pairs)
    {
        var table = new Table().AddColumns("pair", "bare read and hash, s", "one pass, s", "ratio");
        var ratios = new List<double>();
        for (int pair = 0; pair <= pairs; pair++)
        {
            double bare = Seconds(Bare);
            double pass = Seconds(Pass);
            if (pair > 0)
            {
                // The first pair warms up.
                ratios.Add(pass / bare);
                table.AddRow($"{pair}", $"{bare:f2}", $"{pass:f2}", $"{pass / bare:f2}");
            }
        }

        ratios.Sort();
        table.AddRow("median", "", "", $"{ratios[ratios.Count / 2]:f2}");
        AnsiConsole.Write(table);
    }

    private static MnistData Mnist() => MnistData.Open(MnistData.DefaultFolder, new MnistDataOptions { MaximumRotation = 0 });

    private static double Seconds(Action<MnistData> run)
    {
        using MnistData data = Mnist();
        var watch = Stopwatch.StartNew();
        run(data);
        return watch.Elapsed.TotalSeconds;
    }

    private static void Bare(MnistData data)
    {
        UInt128 all = 0;
        for (long index = 0; index < data.Train.Count; index++)
        {
            Dictionary<string, Tensor> item = data.Train.GetTensor(index);
            all ^= XxHash128.HashToUInt128(item["image"].bytes) ^ XxHash128.HashToUInt128(item["label"].bytes);
            item["image"].Dispose();
            item["label"].Dispose();
        }

        GC.KeepAlive(all);
    }

    private static void Pass(MnistData data)
    {
        DatasetSubject subject = DatasetSubject.For(() => new object())
            .WithSplit("train", _ => data.Train).HasTarget("label", classes: 10).Within("image", -1, 1).Spans("image", -1, 1);
        var session = new DatasetSession(subject, 1);
        LiveSplit split = session.Splits[0];
        _ = session.SummaryOf(split, _ => { });
    }

    private static void Proofs()
    {
        var without = new ProcessorTimes();
        TrustReport plain = Trust.Check(DataSubjects.Mnist, new TrustOptions { IsHost = true, ProvesPower = false, Progress = without });
        var with = new ProcessorTimes();
        TrustReport report = Trust.Check(DataSubjects.Mnist, new TrustOptions { IsHost = true, Progress = with });
        var table = new Table().AddColumns("check", "verdict", "CPU s without", "CPU s with", "s", "openings", "items", "batches", "proof");
        foreach (CheckResult result in report.Results)
        {
            string power = result.Power is null ? "" : string.Join(
                "; ", result.Power.Mutants.GroupBy(mutant => $"{mutant.Mutant} {mutant.Outcome}")
                    .Select(group => $"{group.Key} ({group.Count()})"));
            table.AddRow(
                result.CheckId,
                $"{result.Verdict}",
                $"{without.OfChecks.GetValueOrDefault(result.CheckId).TotalSeconds:f2}",
                $"{with.OfChecks.GetValueOrDefault(result.CheckId).TotalSeconds:f2}",
                $"{result.Duration.TotalSeconds:f2}",
                $"{result.Builds}",
                $"{result.Passes.Items}",
                $"{result.Passes.Batches}",
                Markup.Escape(power));
        }

        table.AddRow(
            "all",
            "",
            $"{without.OfAll.TotalSeconds:f1}",
            $"{with.OfAll.TotalSeconds:f1}",
            $"{plain.Duration.TotalSeconds:f1}; {report.Duration.TotalSeconds:f1}",
            $"{plain.Builds}; {report.Builds}");
        AnsiConsole.Profile.Width = 200;
        AnsiConsole.Write(table);
        foreach (CheckResult result in report.Results.Where(result => result.Verdict is Verdict.Failed or Verdict.Inconclusive))
        {
            Console.WriteLine(result);
        }
    }

    private static void Rows()
    {
        var table = new Table().AddColumns(
            "million rows of 20 columns", "seconds", "processor seconds a million", "live MB of ours", "peak MB beyond the start");
        foreach (long million in new long[] { 1, 2, 5, 10 })
        {
            GC.Collect();
            long before = GC.GetTotalMemory(forceFullCollection: true);
            DatasetSubject subject = DatasetSubject.For(() => new object())
                .WithSplit("train", _ => million * 1_000_000, (_, index) => Row(index)).Within("item", 0, 1);
            using var session = new DatasetSession(subject, 1) { MaximumItems = long.MaxValue };
            using var process = Process.GetCurrentProcess();
            long resident = process.WorkingSet64;
            TimeSpan processor = process.TotalProcessorTime;
            long peak = 0;
            var watch = Stopwatch.StartNew();
            _ = session.SummaryOf(session.Splits[0], _ =>
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64 - resident);
            });
            double seconds = watch.Elapsed.TotalSeconds;
            process.Refresh();
            processor = process.TotalProcessorTime - processor;
            long live = GC.GetTotalMemory(forceFullCollection: true) - before;
            table.AddRow($"{million}", $"{seconds:f1}", $"{processor.TotalSeconds / million:f2}", $"{live / 1e6:f0}", $"{peak / 1e6:f0}");
        }

        AnsiConsole.Write(table);
    }

    private static float[] Row(long index)
    {
        float[] row = new float[20];
        ulong state = (ulong)index + 1;
        for (int i = 0; i < row.Length; i++)
        {
            state = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9UL) + 0x94D049BB133111EBUL;
            row[i] = (state >> 40) / (float)(1 << 24);
        }

        return row;
    }
}
