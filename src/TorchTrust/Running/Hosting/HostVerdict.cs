using System.Globalization;
using TorchTrust.Checks;

namespace TorchTrust.Running.Hosting;

/// <summary>What it says about a subject that the host of a check came to a bad end.</summary>
/// <param name="checkId">The check.</param>
/// <param name="check">The same; null if this process does not know it.</param>
/// <param name="run">How it ended.</param>
/// <param name="isMemoryLimitAskedFor">Whether the user has set the limit of memory.</param>
/// <param name="timeLimit">The limit of time.</param>
internal sealed class HostVerdict(string checkId, Check? check, HostRun run, bool isMemoryLimitAskedFor, TimeSpan timeLimit)
{
    /// <summary>The result of the check.</summary>
    /// <param name="module">The module that returned last, as far as it could be found.</param>
    public CheckResult Result(string? module)
    {
        string place = module switch
        {
            null => "",
            "" => ", after the model had returned",
            _ => $", after {module} had returned",
        };
        string what = run.End switch
        {
            HostEnd.Died => $"the process ended ({run.ProcessEnding}) while doing this: {run.Step}{place}{Evidence()}",
            HostEnd.Stuck or HostEnd.Slow =>
                $"the check did not end within {Seconds(timeLimit)} s; it was stopped {Seconds(run.StepTime)} s into this step: {run.Step}",
            _ => $"the process had {run.Memory >> 20} MiB of memory, more than it may, while doing this: {run.Step}",
        };
        return run.Passed is not null
            ? Undecided($"The check passed, but the proof of its power could not be ended: {what}.")
            : IsFault ? Failed(what, module) : Undecided($"{char.ToUpperInvariant(what[0])}{what[1..]}. {WhatToRaise}");
    }

    /// <summary>
    /// What the check has altered may end the process of a right model, slow is not stuck, and a system that is too small is
    /// not a model that is wrong.
    /// </summary>
    private bool IsFault => run.End switch
    {
        HostEnd.Died => !CheckContext.IsAltered(run.Step),
        HostEnd.Stuck => true,
        HostEnd.Slow => false,
        _ => isMemoryLimitAskedFor,
    };

    private string WhatToRaise => run.End switch
    {
        HostEnd.Died => "The check does to the model what it was not made for (another device, dtype, shape or content), so this says "
            + "nothing about the model.",
        HostEnd.Stuck or HostEnd.Slow => "If it needs that long, raise TrustOptions.CheckTimeLimit (--time-limit).",
        _ => "If it needs that much, raise TrustOptions.MemoryLimit (--memory-limit).",
    };

    private string WhyItMatters => run.End switch
    {
        HostEnd.Died when run.DeviceFault is not null =>
            "After an error of a device nothing more can be computed in the process: each later call throws the same.",
        HostEnd.Died => "A program that ends in native code leaves no exception to catch and no result.",
        HostEnd.Stuck => "What stands still gives no result.",
        _ => "A program that takes ever more memory is ended by the system, at a time that nobody chose.",
    };

    private CheckResult Failed(string what, string? module) => Empty(Verdict.Failed) with
    {
        Findings = [new Finding(what) { Module = module }],

        // What the user runs every day may not end the process; what a check alone does to a subject may be too much for a right one.
        Severity = check?.Description.Hazard == Hazard.Safe ? Severity.Error : check?.Description.Severity ?? Severity.Error,
        Why = WhyItMatters,
        Remedy = run is { End: HostEnd.Died, DeviceFault: not null }
            ? "Run the named step on the CPU, whose message names the operation, or with CUDA_LAUNCH_BLOCKING=1 in the environment. An "
                + "index beyond "
                + "its table (a token beyond the embedding, a label beyond the classes) is the usual cause."
            : run.End == HostEnd.Died
            ? "Run the named step in a small program under a debugger. Operands whose shapes or dtypes do not fit are the usual cause: "
                + "native code then ends the process, with no exception."
            : WhatToRaise,
    };

    private CheckResult Undecided(string reason) => Empty(Verdict.Inconclusive) with { Reason = reason };

    private CheckResult Empty(Verdict verdict) => new(checkId, check?.Description.Title ?? checkId, verdict)
    {
        Area = check?.Description.Area.ToString() ?? "",
        Severity = check?.Description.Severity ?? Severity.Error,
    };

    private string Evidence() => run.Errors.Count == 0 ? "" : $"; its last words: {string.Join(" ", run.Errors)}";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
