using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>Finds and tries the calls of woven code that make tensors where their neighbours need not be.</summary>
internal static class StrayCalls
{
    /// <summary>What was found.</summary>
    /// <param name="Faults">The calls whose tensors meet others, each with what is wrong.</param>
    /// <param name="Undecided">Why some cannot be told; empty where all can.</param>
    internal sealed record Outcome(IReadOnlyList<Finding> Faults, IReadOnlyList<string> Undecided);

    /// <summary>Runs the model in both modes, forward and backward, and tries each call that has its device from one origin.</summary>
    /// <param name="session">The session; its state is altered.</param>
    /// <param name="origin">The origin.</param>
    /// <param name="step">Told what is about to be done.</param>
    /// <param name="isFirstEnough">Whether the first fault ends the search.</param>
    public static Outcome Find(ModelSession session, DeviceOrigin origin, Action<string> step, bool isFirstEnough)
    {
        var faults = new Dictionary<CallSite, Finding>();
        var undecided = new List<string>();
        foreach (ForwardMode mode in new[] { ForwardMode.Eval, ForwardMode.Training })
        {
            step($"listening where the model makes tensors, in {mode} mode");
            DeviceWatch watch = DeviceWatch.During(session, () =>
            {
                using var scope = NewDisposeScope();
                session.Run(session.Inputs(), mode);
            });
            foreach (StrayCall stray in watch.Strays.Where(stray => stray.Origin == origin && !faults.ContainsKey(stray.Site)))
            {
                step($"putting on meta what {stray.Site} gives, in {mode} mode");
                StrayTrial.Outcome outcome = StrayTrial.Of(session, stray, watch, mode);
                bool isSure = origin == DeviceOrigin.Default || !(stray.IsKept || watch.AsksForParts);
                if (outcome.Fault is { } fault && isSure)
                {
                    faults.Add(stray.Site, new Finding($"{stray.Describe()}; it {fault}") { Source = stray.Source });
                    if (isFirstEnough)
                    {
                        return new Outcome([.. faults.Values], []);
                    }
                }
                else if (outcome.Fault is not null)
                {
                    undecided.Add($"{stray.Describe()}, and whether that device is the model's cannot be told.");
                }
                else if (outcome.Undecided is { } reason)
                {
                    undecided.Add($"{stray.Describe()}: {reason}.");
                }
            }
        }

        return new Outcome([.. faults.Values], [.. undecided.Distinct()]);
    }
}
