using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MnistVae.Data;
using MnistVae.Models;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>Records the run that the report's tests and its picture in the README are made from.</summary>
internal static class ReportCommand
{
    private const string Sampling = "A variational autoencoder draws its latent code in eval mode, too.";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Where the run is written as JSON." };
        var command = new Command("report", "Checks both autoencoders of the sample and a network with faults, and writes the run.") { file };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file)));
        return command;
    }

    private static void Run(string file)
    {
        var watch = Stopwatch.StartNew();
        DateTimeOffset started = DateTimeOffset.UtcNow;
        ModelSubject[] subjects =
        [
            ModelSubject.For(() => new CnnVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32))
                .IsRandomInEvalOnPurpose(Sampling),
            ModelSubject.For(() => new MlpVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32))
                .IsRandomInEvalOnPurpose(Sampling),
            ModelSubject.For(() => new FaultyClassifier()).WithInput(n => randn(n, 1, 32, 32)),
        ];
        var run = new TrustRun([.. subjects.Select(subject => Trust.Check(subject))])
        {
            Command = "dotnet run -c Release --project bench/TorchTrust.Bench -- report run.json",
            Started = started,
            Duration = watch.Elapsed,
        };
        File.WriteAllText(file + ".new", run.ToJson().Replace(Root(), "", StringComparison.Ordinal) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The folder of the repository, which is another one on each machine.</summary>
    private static string Root([CallerFilePath] string here = "") => here[..^"bench/TorchTrust.Bench/ReportCommand.cs".Length];
}
