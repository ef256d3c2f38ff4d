using System.Diagnostics;
using TorchTrust.Running.Hosting;
using TorchTrust.Weaving.Fixture;
using static TorchSharp.torch;

namespace TorchTrust.Weaving.Tests;

/// <summary>What a hundred runs leave behind is what one leaves: kept copies, and nothing else.</summary>
public sealed class HundredRunsTests : IDisposable
{
    private const int Runs = 100;
    private static readonly string _temporaryVariable = OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    private readonly string? _data = Environment.GetEnvironmentVariable(OwnFolder.Variable);
    private readonly string? _temporary = Environment.GetEnvironmentVariable(_temporaryVariable);
    private readonly string _root = Directory.CreateTempSubdirectory("torchtrust-hundred-").FullName;

    public HundredRunsTests()
    {
        Environment.SetEnvironmentVariable(OwnFolder.Variable, Directory.CreateDirectory(Path.Combine(_root, "data")).FullName);
        Environment.SetEnvironmentVariable(_temporaryVariable, Directory.CreateDirectory(Path.Combine(_root, "temporary")).FullName);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(OwnFolder.Variable, _data);
        Environment.SetEnvironmentVariable(_temporaryVariable, _temporary);
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public void Made_ready_a_hundred_times_a_program_leaves_what_it_left_once()
    {
        HostLocation location = HostLocation.Find();
        Compare(() =>
        {
            using WovenProgram program = WovenProgram.Begin(location, new TrustOptions());
            program.Complete();
            Assert.Null(program.Summary.Off);
        });
    }

    [Fact(Explicit = true)] // A hundred hosts, one after the other: two minutes.
    public void Checked_a_hundred_times_a_model_leaves_what_it_left_once() => Compare(() =>
    {
        TrustReport report = Trust.Check(
            ModelSubject.For(() => new TwoLayers()).WithInput(n => randn(n, 4)),
            new TrustOptions { Checks = [CheckIds.SamplesAreIndependentInEval], Isolation = Isolation.Host, ProvesPower = false });
        Assert.Contains("TorchTrust.Weaving.Fixture", report.Weaving!.Woven);
    });

    private void Compare(Action run)
    {
        run();
        string[] files = Files();
        (int handles, int threads) = InUse();
        for (int i = 1; i < Runs; i++)
        {
            run();
        }

        (int handlesAfter, int threadsAfter) = InUse();
        Assert.Equal(files, Files());

        // The runtime has its own, which come and go; what a run leaves open is there as often as there were runs.
        Assert.InRange(handlesAfter - handles, int.MinValue, Runs / 2);
        Assert.InRange(threadsAfter - threads, int.MinValue, Runs / 2);
    }

    private string[] Files() =>
    [
        .. Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory)).Order(StringComparer.Ordinal),
    ];

    private static (int Handles, int Threads) InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return (process.HandleCount, process.Threads.Count);
    }
}
