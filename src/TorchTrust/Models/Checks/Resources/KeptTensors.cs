using System.Runtime.CompilerServices;
using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.Resources;

/// <summary>
/// Runs steps, each in a dispose scope of its own, and counts what outlives them: first what this thread made and did not
/// dispose, which is exact and cheap; where there is some, what is still referred to after the garbage collector has run.
/// </summary>
internal sealed class KeptTensors(ModelSession session, CheckContext context)
{
    /// <summary>The first steps fill caches that stay as they are from then on; a mutant grows with each.</summary>
    private readonly int _warmUp = context.IsTrial ? 1 : 2;

    /// <summary>Two rounds of this many steps are compared, so that what grows is told from what has grown.</summary>
    private readonly int _steps = context.IsTrial ? 1 : 4;

    /// <summary>Decides, in both modes.</summary>
    public CheckOutcome Decide()
    {
        foreach (ForwardMode mode in new[] { ForwardMode.Training, ForwardMode.Eval })
        {
            session.Restore();
            if (Count(mode) is { } outcome)
            {
                return outcome;
            }
        }

        return CheckOutcome.Passed;
    }

    private CheckOutcome? Count(ForwardMode mode)
    {
        RunSteps(mode, _warmUp);
        long ofThread = TensorCensus.OfThread();
        RunSteps(mode, 2 * _steps);
        ofThread = TensorCensus.OfThread() - ofThread;
        if (ofThread == 0)
        {
            return null;
        }

        context.Step("counting tensors after garbage collection");
        IReadOnlyList<string> heldBefore = TensorCensus.HeldBy(session.Model);
        long empty = _steps * TensorCensus.Empty(session, () => Step(mode, 0));
        long start = TensorCensus.OfProcess();
        RunSteps(mode, _steps);
        long first = TensorCensus.OfProcess() - start - empty;
        RunSteps(mode, _steps);
        long second = TensorCensus.OfProcess() - start - first - (2 * empty);
        if (first < _steps || second < _steps)
        {
            // What was left was garbage, or a cache that is full now.
            return null;
        }

        return ofThread < 2 * _steps
            ? CheckOutcome.Inconclusive(
                "Live tensors of the process grow while the model runs, but were not made on the thread that calls it.")
            : Describe(mode, second, heldBefore);
    }

    private CheckOutcome Describe(ForwardMode mode, long grown, IReadOnlyList<string> heldBefore)
    {
        string perCall = Numbers.Short(grown / (double)_steps);
        string? module = context.IsTrial ? null : TensorCensus.WhereDetached(session, () => Step(mode, 0));
        string[] fields = [.. TensorCensus.HeldBy(session.Model).Except(heldBefore).Select(FieldOf).Distinct()];
        string where = module is null ? "" : $" while {(module.Length == 0 ? "the model's own code" : module)} runs";
        var numbers = new Dictionary<string, double> { ["tensors a call"] = grown / (double)_steps };
        string what =
            $"each call in {(mode == ForwardMode.Eval ? "eval" : "training")} mode leaves {perCall} more tensors alive";
        return fields.Length > 0
            ? CheckOutcome.Failed(
                [.. fields.Select(field => new Finding($"{what}{where}, in {field}") { Module = module, Numbers = numbers })],
                Severity.Question)
            : CheckOutcome.Failed(
                [new Finding($"{what}{where}; no field of the model holds them, so a static field or a closure does")
                {
                    Module = module,
                    Numbers = numbers,
                }]);
    }

    private static string FieldOf(string path) => path.LastIndexOf('[') is var open and > 0 ? path[..open] : path;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunSteps(ForwardMode mode, int count)
    {
        for (int step = 0; step < count; step++)
        {
            context.Step($"step {step} in {mode}");
            Step(mode, step);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Step(ForwardMode mode, int step)
    {
        using var scope = NewDisposeScope();
        ModelInputs inputs = session.Inputs(draw: step);
        ForwardResult result = session.RunOn(inputs, mode, step);
        if (mode == ForwardMode.Training && session.Scalar(inputs, result) is { requires_grad: true } scalar)
        {
            TryBackward(session.Tally, scalar);
        }

        // What the call has put into fields stays, as it does for the user: it is counted, not disposed here.
        foreach (Tensor tensor in ObjectGraph.Walk(session.Model).Select(node => node.Value).OfType<Tensor>())
        {
            tensor.DetachFromDisposeScope();
        }
    }

    private static void TryBackward(PassTally tally, Tensor scalar)
    {
        try
        {
            GradientFlow.Backward(tally, scalar.sum());
        }
        catch (SubjectException)
        {
            // A state that is carried on with its graph is the business of who resets it: the forward pass still
            // counts.
        }
    }
}
