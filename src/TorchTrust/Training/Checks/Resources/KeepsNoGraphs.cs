using System.Runtime.CompilerServices;
using TorchTrust.Checks;
using TorchTrust.Mutants;
using TorchTrust.Training.Mutants;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Checks.Resources;

/// <summary>No step leaves a tensor alive that still holds its graph.</summary>
/// <remarks>
/// What the loop holds is counted after each step; what else holds them is seen by weak references to all tensors that a step makes,
/// and two collections. The scope that sees these hands them out again and disposes none.
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
    public override string Remedy =>
        "Keep numbers, by item<float>(), or detached tensors, and dispose what a step makes: using var scope = "
            + "torch.NewDisposeScope().";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [CallMutants.KeepGraph];

    /// <inheritdoc/>
    protected override CheckOutcome Run(TrainingSession session, CheckContext context)
    {
        context.Step("taking steps, and looking for what is left of them");
        using LiveLoop loop = session.Fresh();
        var made = new List<List<WeakReference<Tensor>>>();
        var held = new List<int>();
        for (int n = 0; n < Steps; n++)
        {
            made.Add(Made(session, loop));
            loop.Forget();
            held.Add(loop.Members.WithGraph.Count());
        }

        if (held.Skip(WarmUp).Zip(held.Skip(WarmUp + 1)).All(pair => pair.Second > pair.First))
        {
            (string path, Tensor _) = loop.Members.WithGraph.Last();
            return CheckOutcome.Failed(
            [
                new Finding(
                    $"the loop holds {held[^1]} tensors with their graphs after {Steps} steps, and more with each step, such as {path}")
                {
                    Numbers = new Dictionary<string, double> { ["tensors"] = held[^1] },
                },
            ]);
        }

        for (int i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        (int Count, string Shape)[] left = [.. made.Take(Steps - 1).Skip(WarmUp).Select(WithGraph)];
        return left.All(step => step.Count > 0)
            ? CheckOutcome.Failed(
            [
                new Finding(
                    $"tensors of each step ({left[0].Count}), such as one of shape [{left[0].Shape}], are still alive {Steps - WarmUp} "
                        + "steps later, with their graphs")
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
