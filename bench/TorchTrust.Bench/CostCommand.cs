using System.CommandLine;
using System.Diagnostics;
using MnistVae.Data;
using MnistVae.Models;
using Spectre.Console;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>What every check with its proof of power costs on the CNN VAE of the sample, host included.</summary>
internal static class CostCommand
{
    public static Command Create()
    {
        var command = new Command("cost", "Times all checks with proofs of power on the CNN VAE.");
        command.SetAction(_ => Run());
        return command;
    }

    private static void Run()
    {
        var subject = ModelSubject.For(() => new CnnVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32));
        TrustReport report = Trust.Check(subject);
        var table = new Table().AddColumns("check", "verdict", "seconds");
        foreach (CheckResult result in report.Results.OrderByDescending(result => result.Duration))
        {
            table.AddRow(result.CheckId, $"{result.Verdict}", $"{result.Duration.TotalSeconds:f2}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(
            $"all checks: {report.Duration.TotalSeconds:f1} s; peak memory of this process: {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }
}
