using TorchTrust.Checks;
using TorchTrust.Models;
using TorchTrust.Models.Checks;

namespace TorchTrust.Tests.Running;

/// <summary>A check for tests of the runner: several threads tell their steps at once, as those that read a data set do.</summary>
[Check("tells-from-many-threads", "steps of several threads arrive whole", CheckArea.Behaviour)]
internal sealed class TellsFromManyThreads : ModelCheck
{
    private const int Threads = 8;

    private const int Steps = 2000;

    public override string Why => "A step that is not understood looks like the end of the process.";

    public override string Remedy => "Let one line follow the other.";

    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (int step = 0; step < Steps; step++)
            {
                context.Step($"step {step} of thread {number}");
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return CheckOutcome.Passed;
    }
}
