using System.CommandLine;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using MnistVae.Data;
using MnistVae.Models;
using MnistVae.Training;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>Records the runs that the report's tests and its pictures in the documentation are made from.</summary>
internal static class ReportCommand
{
    private const string Sampling = "A variational autoencoder draws its latent code in eval mode, too.";

    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Where the run is written as JSON." };
        var loss = new Option<bool>("--loss")
        {
            Description = "Checks the loss of the autoencoders in their stead, with nothing declared.",
        };
        var command = new Command("report", "Checks both autoencoders of the sample and a network with faults, and writes the run.")
        {
            file,
            loss,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(loss)));
        return command;
    }

    private static void Run(string file, bool ofLoss)
    {
        var watch = Stopwatch.StartNew();
        DateTimeOffset started = DateTimeOffset.UtcNow;
        Subject[] subjects = ofLoss ?
        [
            LossSubject.For((VaeOutput output, Tensor images) => new VaeLoss().Compute(output, images).Total, nameof(VaeLoss))
                .WithArguments(n => (new VaeOutput(rand(n, 1, 4, 4), randn(n, 3), randn(n, 3) * 0.4f), rand(n, 1, 4, 4))),
        ] :
        [
            ModelSubject.For(() => new CnnVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32))
                .IsRandomInEvalOnPurpose(Sampling),
            ModelSubject.For(() => new MlpVae(new ImageShape(1, 32, 32), 16)).WithInput(n => randn(n, 1, 32, 32))
                .IsRandomInEvalOnPurpose(Sampling),
            ModelSubject.For(() => new FaultyClassifier()).WithInput(n => randn(n, 1, 32, 32)),
        ];
        var run = new TrustRun([.. subjects.Select(subject => Trust.Check(subject))])
        {
            Command = $"dotnet run -c Release --project bench/TorchTrust.Bench -- report run.json{(ofLoss ? " --loss" : "")}",
            Started = started,
            Duration = watch.Elapsed,
        };
        File.WriteAllText(file + ".new", run.ToJson().Replace(Root(), "", StringComparison.Ordinal) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>The folder of the repository, which is another one on each machine.</summary>
    private static string Root([CallerFilePath] string here = "") => here[..^"bench/TorchTrust.Bench/ReportCommand.cs".Length];
}
