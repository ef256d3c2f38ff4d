using System.Diagnostics;
using MnistVae.Checkpoints;

namespace MnistVae.Tests.Run;

[Collection(RunTestGroup.Name)]
public sealed class SignalTests : IDisposable
{
    private const string Begun = "epoch    1/5000  train loss";

    private readonly TemporaryFolder _folder = new();

    public SignalTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The test sends signals by way of Linux programs.");
        SmallMnist.Write(_folder["data"], trainCount: 64, testCount: 16);
    }

    private string Run => _folder["run"];

    private string LastCheckpoint => Path.Combine(Run, "checkpoints", "last.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_signal_ends_a_run_after_its_step_and_the_run_goes_on_later()
    {
        using ProgramProcess interrupted = Train();
        await interrupted.ReadUntil(Begun);
        await interrupted.Signal("INT");
        Assert.Equal((130, string.Empty), await interrupted.End());
        Assert.Contains("stopping after this step; a second signal ends at once", interrupted.Lines);
        Assert.Contains($"go on with: train --run {Run} --resume", interrupted.Lines[^1], StringComparison.Ordinal);
        Assert.All(interrupted.Lines, line => Assert.DoesNotContain('\e', line));
        long step = SavedStep();
        Assert.Contains($"saved after step {step:#,0};", interrupted.Lines[^1], StringComparison.Ordinal);

        using var resumed = new ProgramProcess("train", "--run", Run, "--resume");
        await resumed.ReadUntil($"going on after step {step:#,0}");
        await resumed.ReadUntil("train loss");
        await resumed.Signal("TERM");
        Assert.Equal((143, string.Empty), await resumed.End());
        Assert.True(SavedStep() > step);
    }

    [Fact]
    public async Task A_second_signal_ends_a_run_that_cannot_save()
    {
        using ProgramProcess process = Train();
        await process.ReadUntil(Begun);

        // A pipe that nobody reads from: whoever writes the next checkpoint into it waits for ever.
        // While one is being written its name is taken.
        string pipe = LastCheckpoint + AtomicFile.PartialSuffix;
        while (!await Made(pipe))
        {
        }

        await process.Signal("INT");
        await process.ReadUntil("stopping after this step");
        await process.Signal("INT");

        Assert.Equal((130, string.Empty), await process.End());
        Assert.DoesNotContain(process.Lines, line => line.Contains("saved", StringComparison.Ordinal));
    }

    private static async Task<bool> Made(string pipe)
    {
        using Process make = Process.Start(new ProcessStartInfo("mkfifo", [pipe]) { RedirectStandardError = true })!;
        await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        return make.ExitCode == 0;
    }

    private ProgramProcess Train() => new(
        "train", "--model", "mlp", "--epochs", "5000", "--batch-size", "16", "--data", _folder["data"], "--run", Run);

    private long SavedStep()
    {
        using Checkpoint checkpoint = CheckpointFile.Read(LastCheckpoint);
        return checkpoint.Manifest.Step;
    }
}
