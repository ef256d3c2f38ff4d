namespace TorchTrust.RightLoops;

/// <summary>Inputs <c>[N, 4]</c> and their classes, int64 <c>[N]</c>.</summary>
internal sealed record LabelledBatch(Tensor Inputs, Tensor Labels);
