using System.Globalization;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Takes one batch size only, as a view with the batch size written into it does.</summary>
internal sealed class InsistOnBatchSize : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "insist-on-batch-size";

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"throws in a module unless the batch holds {ModelSession.BatchSize} samples");

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) => base.IsSite(session, call)
        && session.ModuleLayouts.TryGetValue(call.Path, out SampleLayout? layout) && layout.HasBatchDimension;

    /// <inheritdoc/>
    protected override bool ThrowsOnPurpose => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        axis.Dimension is { } batch && output.size(batch) != ModelSession.BatchSize
            ? throw new InvalidOperationException(
                $"the batch must hold {ModelSession.BatchSize} samples, and holds {output.size(batch)}")
            : output;
}
