using System.Runtime.CompilerServices;
using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Resources;

/// <summary>No step leaves a tensor alive that still holds its graph.</summary>
/// <remarks>
/// Weak references to all tensors that a step makes, then two collections: exact. The scope that sees them hands them out again and
/// disposes none.
/// </remarks>
[Check("loop-keeps-no-graphs", "no graph is kept from step to step", CheckArea.Resources, Need = Need.TrainsSteps)]
internal sealed class KeepsNoGraphs : TrainingCheck
{
    private const int Steps = 6;

    /// <summary>The first steps are left out: what is made once, such as a state, may stay.</summary>
    private const int WarmUp = 2;

    /// <inheritdoc/>
    public override string Why => "A kept loss keeps all activations of its step: memory grows with every step until there is none.";

    /// <inheritdoc/>
    public override string Remedy => "Keep numbers, by item<float>(), or detached tensors, and dispose what a step makes: using var scope = torch.NewDisposeScope().";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.KeepGraph];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("taking steps, and looking for what is left of them");
        using LiveLoop loop = session.Fresh();
        List<WeakReference<Tensor>>[] made = [.. Enumerable.Range(0, Steps).Select(n => Made(session, loop))];
        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        (int Count, string Shape)[] left = [.. made.Take(Steps - 1).Skip(WarmUp).Select(WithGraph)];
        return left.All(step => step.Count > 0)
            ? CheckOutcome.Failed(
            [
                new Finding($"{left[0].Count} tensors of each step, such as one of shape [{left[0].Shape}], are still alive {Steps - WarmUp} steps later, with their graphs")
                {
                    Numbers = new Dictionary<string, double> { ["tensors a step"] = left[0].Count },
                },
            ])
            : CheckOutcome.Passed;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference<Tensor>> Made(TrainingSession session, LiveLoop loop)
    {
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        Replays.Train(session, loop, 1);
        Tensor[] tensors = [.. scope.DisposablesView.OfType<Tensor>()];
        foreach (Tensor tensor in tensors)
        {
            tensor.DetachFromDisposeScope();
        }

        return [.. tensors.Select(tensor => new WeakReference<Tensor>(tensor))];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (int Count, string Shape) WithGraph(List<WeakReference<Tensor>> made)
    {
        Tensor[] alive = [.. made.Select(reference => reference.TryGetTarget(out Tensor? tensor) ? tensor : null).OfType<Tensor>()
            .Where(tensor => !tensor.IsInvalid && tensor is { requires_grad: true, is_leaf: false })];
        return (alive.Length, alive.Length == 0 ? "" : string.Join(", ", alive[0].shape));
    }
}
