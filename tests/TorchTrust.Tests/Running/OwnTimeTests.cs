using System.Diagnostics;
using System.Globalization;
using TorchTrust.Running;

namespace TorchTrust.Tests.Running;

public sealed class OwnTimeTests
{
    private const string Statistics = "/proc/thread-self/schedstat";

    /// <summary>Beside eight others at each core it computes for a tenth of a second, which takes about nine tenths.</summary>
    [Fact]
    public void A_thread_that_waits_for_a_core_has_what_it_computed_and_not_what_passed()
    {
        Assert.SkipUnless(File.Exists(Statistics), "This system does not tell how long a thread waits for a core.");
        TimeSpan work = TimeSpan.FromSeconds(0.1);
        bool isDone = false;
        Thread[] others = [.. Enumerable.Range(0, 8 * Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (!Volatile.Read(ref isDone))
            {
            }
        }))];
        Array.ForEach(others, thread => thread.Start());
        try
        {
            TimeSpan before = Computed();
            var passed = Stopwatch.StartNew();
            OwnTime own = OwnTime.OfThisThread();
            while (Computed() - before < work)
            {
            }

            TimeSpan had = own.Elapsed;
            Assert.InRange(had, work - TimeSpan.FromMilliseconds(1), passed.Elapsed / 2);
        }
        finally
        {
            Volatile.Write(ref isDone, true);
            Array.ForEach(others, thread => thread.Join());
        }
    }

    [Fact]
    public void A_thread_that_waits_for_anything_else_has_all_of_the_time()
    {
        TimeSpan sleep = TimeSpan.FromSeconds(0.1);
        OwnTime own = OwnTime.OfThisThread();

        Thread.Sleep(sleep);

        Assert.True(own.Elapsed > sleep * 0.9);
    }

    [Fact]
    public void Of_a_process_that_has_ended_it_goes_on()
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        OwnTime own = OwnTime.Of(process);
        process.WaitForExit();

        TimeSpan then = own.Elapsed;
        Assert.True(own.Elapsed >= then);
    }

    /// <summary>The time that this thread had a core.</summary>
    private static TimeSpan Computed() =>
        TimeSpan.FromTicks(
            long.Parse(File.ReadAllText(Statistics).Split(' ')[0], CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick);
}
