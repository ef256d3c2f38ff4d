using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MnistVae.Models;
using MnistVae.Training;
using static TorchSharp.torch;

namespace TorchTrust.Bench;

/// <summary>
/// What one training step (forward, backward, Adam) of the subject takes, at the number of samples that checks use, in a
/// process of its own.
/// </summary>
/// <param name="Before">Resident memory in bytes with the model, its inputs and the optimizer made and nothing run.</param>
/// <param name="Peak">The highest resident memory in bytes, after the step.</param>
internal sealed record MemoryOfStep(long Before, long Peak)
{
    private const string Name = "training-step";
    private const int Samples = 4;

    /// <summary>The command that the process runs.</summary>
    public static Command Create()
    {
        var command = new Command(Name, "Takes one training step of the CNN VAE and prints its memory; started by cost.") { Hidden = true };
        command.SetAction(_ => Run());
        return command;
    }

    /// <summary>Starts this program anew for one step.</summary>
    public static MemoryOfStep Measure()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(MemoryOfStep).Assembly.Location);
        }

        start.ArgumentList.Add(Name);
        using Process process = Process.Start(start)!;
        string[] words = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return new(long.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Sets the memory of a host beside that of the step.</summary>
    /// <param name="open">Resident memory in bytes of the host when the first check begins to run the model.</param>
    /// <param name="peak">The highest resident memory in bytes of the host, after all checks with their proofs.</param>
    public string Compare(long open, long peak) =>
        $"""
        memory (highest resident, VmHWM), {Samples} samples:
          process of one training step: {Mebi(Before)} MiB before it, {Mebi(Peak)} MiB at its peak: the step adds {Mebi(Peak - Before)} MiB
          host: {Mebi(open)} MiB with the model built and nothing run, {Mebi(peak)} MiB at its peak: the checks add {Mebi(peak - open)} MiB
          ratio of the peaks {(double)peak / Peak:f2}, ratio of what is added {(double)(peak - open) / Math.Max(1, Peak - Before):f2}; bar 4
        """;

    private static void Run()
    {
        ModelSubject subject = CostCommand.Subject();
        using var model = (CnnVae)subject.Build();
        using var inputs = (Tensor)subject.MakeInputs!(Samples)[0]!;
        using optim.Optimizer optimizer = optim.Adam(model.parameters());
        long before = ChildMemory.Read(Environment.ProcessId, "VmRSS");
        using (NewDisposeScope())
        {
            optimizer.zero_grad();
            VaeOutput output = model.call(inputs);
            new VaeLoss().Compute(output, inputs).Total.backward();
            optimizer.step();
        }

        Console.Write($"{before} {ChildMemory.Read(Environment.ProcessId, "VmHWM")}");
    }

    private static string Mebi(long bytes) => (bytes / (1024.0 * 1024.0)).ToString("f0", CultureInfo.InvariantCulture);
}
