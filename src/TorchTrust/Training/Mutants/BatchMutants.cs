using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Training.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Training.Mutants;

/// <summary>Faults of what a step does with its batch.</summary>
internal static class BatchMutants
{
    /// <summary>A tensor of the batch that no step uses.</summary>
    public static Mutant IgnoreTensor { get; } = new LoopMutant(
        "ignore-tensor",
        "takes no notice of a tensor of the batch, and trains on zeros in its place",
        BatchTensors.Paths,
        (_, site) => new LoopFault
        {
            Handed = (_, batch) => TensorTree.Map(batch, (path, tensor) => path == site ? zeros_like(tensor) : tensor),
        });

    /// <summary>One batch for ever.</summary>
    public static Mutant KeepFirstBatch { get; } = new LoopMutant(
        "keep-first-batch",
        "trains on the first batch for ever",
        session => session.Subject.HasBatches ? [""] : [],
        (_, _) =>
        {
            var first = new Dictionary<LiveLoop, object?>();
            return new LoopFault
            {
                Handed = (loop, batch) => first.TryGetValue(loop, out object? kept)
                    ? TensorTree.Map(kept, (_, tensor) => TensorBits.NativeCopy(tensor))
                    : first[loop] = TensorTree.Map(batch, (_, tensor) => TensorBits.NativeCopy(tensor).DetachFromDisposeScope()),
            };
        });

    /// <summary>A last sample that no step sees.</summary>
    public static Mutant DropLastSample { get; } = new LoopMutant(
        "drop-last-sample",
        "takes no notice of the last sample of a batch",
        session => session.Subject.HasBatches ? [""] : [],
        (_, _) => new LoopFault
        {
            Handed = (_, batch) => BatchTensors.CommonSize(batch) is { } size
                ? TensorTree.Map(batch, (_, tensor) => tensor.narrow(0, 0, size - 1).contiguous())
                : batch,
        });

    /// <summary>Targets whose order is lost, as where they are broadcast to all samples.</summary>
    public static Mutant LoseOrderOfTargets { get; } = new LoopMutant(
        "lose-order-of-targets",
        "gives each sample the mean of all targets",
        session => session.Subject.HasBatches ? session.Subject.Facts.Targets.Select((_, index) => $"target {index}") : [],
        (session, site) =>
        {
            DeclaredTarget declared =
                session.Subject.Facts.Targets[int.Parse(site.AsSpan("target ".Length), System.Globalization.CultureInfo.InvariantCulture)];
            return new LoopFault
            {
                Handed = (_, batch) => declared.Target(batch) is var target
                    ? TensorTree.Map(batch, (_, tensor) => ReferenceEquals(tensor, target) ? Mean(tensor) : tensor)
                    : batch,
            };
        });

    /// <summary>A step that writes to its batch.</summary>
    public static Mutant ChangeBatch { get; } = new LoopMutant(
        "change-batch",
        "writes to a tensor of the batch that a step was given",
        BatchTensors.Paths,
        (_, site) => new LoopFault
        {
            Stepped = (_, batch, numbers) =>
            {
                OptimizerMutants.Change(BatchTensors.Find(batch, site), tensor => tensor.dtype == ScalarType.Bool ? tensor.logical_not_()
                    : tensor.add_(1));
                return numbers;
            },
        });

    /// <summary>The sum of sorted values, so that no order of the samples moves a bit.</summary>
    private static Tensor Mean(Tensor tensor)
    {
        if (tensor.dim() == 0)
        {
            return tensor;
        }

        (Tensor sorted, _) = tensor.to(ScalarType.Float64).sort(0);
        return sorted.mean([0], keepdim: true).to(tensor.dtype).expand_as(tensor).contiguous();
    }
}
