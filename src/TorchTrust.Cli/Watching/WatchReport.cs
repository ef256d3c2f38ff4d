using System.Globalization;
using TorchTrust.Cli.Projects;
using TorchTrust.Configuration;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Stream;

namespace TorchTrust.Cli.Watching;

/// <summary>The report of a watched run, in the form of any other.</summary>
internal static class WatchReport
{
    /// <summary>Makes it.</summary>
    /// <param name="program">The program.</param>
    /// <param name="seen">What was heard of it.</param>
    /// <param name="weaving">What was woven.</param>
    /// <param name="answers">What the project has answered.</param>
    /// <param name="ending">How it ended, in words.</param>
    /// <param name="life">How long its process lived.</param>
    public static TrustReport Of(
        UserProgram program, Observations seen, WeavingSummary weaving, IReadOnlyList<WatchAnswer> answers, string ending, TimeSpan life)
    {
        WatchState? state = seen.State;
        bool hasEnded = state is { End: not RunEnd.None };
        CheckResult[] results =
        [
            .. seen.Results.Select(result => WatchAnswer.Answered(result, answers))
                .Select(result => hasEnded || result.Verdict != Verdict.Inconclusive
                    ? result
                    : result with { Reason = $"The program {ending}. {result.Reason}" }),
        ];
        IReadOnlyList<Picture> pictures = RunPictures.Of(seen.Points, state, Facts(seen, state, ending, life));
        return new TrustReport(
            state is { Steps: > 0 } ? $"{program.Name}: {state.Name}" : program.Name,
            WatchedRun.Kind,
            0,
            [
                .. results,
                new CheckResult(WatchedRun.SeenId, "what was seen of the run", Verdict.Passed) { Area = "Watch", Pictures = pictures },
            ])
        {
            Duration = TimeSpan.FromSeconds(state?.Seconds ?? 0),
            Environment = state?.Environment,
            Weaving = weaving,
            Failure = seen.Last is null && seen.Findings.Count == 0
                ? $"Nothing was trained: no step of an optimizer was seen before the program {ending}."
                : null,
        };
    }

    /// <summary>The share of the time that watching took, as a sentence.</summary>
    public static string Cost(WatchState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.OwnSeconds:0.000} s of {state.Seconds:0.0} s ({(state.Seconds > 0 ? state.OwnSeconds / state.Seconds : 0):P1}), "
            + $"looked at {state.Looked:#,0} of {state.Steps:#,0} steps; {state.BesideSeconds:0.00} s more on a thread of its own");

    private static IEnumerable<(string Name, string Value)> Facts(Observations seen, WatchState? state, string ending, TimeSpan life)
    {
        yield return ("the program", ending);
        yield return ("its process", string.Create(CultureInfo.InvariantCulture, $"{life.TotalSeconds:0.000} s from start to end"));
        if (state is not null)
        {
            yield return ("watching took", Cost(state));
        }

        if (state is { End: RunEnd.None })
        {
            yield return ("last heard of", string.Create(
                CultureInfo.InvariantCulture,
                $"after {state.Seconds:0.0} s, at step {seen.Last?.Step ?? 0:#,0}: it ended without a last word"));
        }

        if (seen.Fault is { } fault)
        {
            yield return ("watching failed", fault.Split('\n')[0]);
        }

        yield return (
            "not seen", "calls by reflection, expression trees and dynamic; assemblies that are not woven; what runs in other processes");
    }
}
