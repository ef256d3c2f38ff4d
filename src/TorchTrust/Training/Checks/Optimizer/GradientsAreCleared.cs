using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Optimizer;

/// <summary>Gradients that are left after an update have no part in the next one.</summary>
/// <remarks>
/// What accumulates over several calls is right, so gradients are cleared only after a call in which something moved; and clearing
/// is what is done, since noise would be clipped away or counted by loops that clear after the update.
/// </remarks>
[Check("loop-gradients-are-cleared", "the gradients of one update have no part in the next", CheckArea.Optimizer, Need = Need.TrainsSteps)]
internal sealed class GradientsAreCleared : ReplayCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "Each update then follows the sum of all gradients since the training began, which looks like a large momentum and "
            + "often still learns.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Call optimizer.zero_grad() before each backward pass, or, where gradients are accumulated, after each update.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [OptimizerMutants.LeaveOutZeroGrad, LineMutants.LeaveOutZeroGrad];

    /// <inheritdoc/>
    protected override CheckOutcome Decide(TrainingSession session, CheckContext context)
    {
        context.Step("watching the first steps");
        TrainingTrace trace = session.Trace();
        if (trace.Steps.FirstOrDefault(call => call.Updates.Any() || call.Moved.Count > 0) is not { } update)
        {
            return CheckOutcome.Skipped("No step updates anything, so that no gradients can be left over.");
        }

        long calls = update.Step + trace.Window + 2;
        context.Step("training with the gradients cleared after an update");
        using LoopState plain = Replays.After(session, calls);
        using LoopState cleared = Replays.After(session, calls, after: (loop, n) =>
        {
            if (n == update.Step)
            {
                Clear(loop);
            }
        });
        string[] differ = [.. plain.DifferencesFrom(cleared).Where(plain.IsParameter)];
        return differ.Length == 0
            ? CheckOutcome.Passed
            : CheckOutcome.Failed(
            [
                new Finding(
                    $"gradients that are left after step {update.Step}, which made an update, have a part in later ones: when "
                        + "they are cleared there, "
                        + $"{Names(differ, "moves", "move")} otherwise")
                {
                    Parameter = differ[0],
                    Source = LineOf(session, context, CallKind.Step),
                    Numbers = new Dictionary<string, double> { ["parameters"] = differ.Length },
                },
            ]);
    }

    private static void Clear(LiveLoop loop)
    {
        using IDisposable _ = no_grad();
        foreach ((string _, TorchSharp.Modules.Parameter parameter) in loop.Members.LiveParameters)
        {
            using Tensor? gradient = parameter.grad;
            gradient?.zero_();
        }
    }
}
