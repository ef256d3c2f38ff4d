using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes an output depend on how many samples are in the batch, as a sum where a mean is meant does.</summary>
internal sealed class ScaleByBatchSize : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "scale-by-batch-size";

    /// <inheritdoc/>
    public override string Description =>
        "scales the output of a module by a thousandth for each sample of the batch, or by a tenth where the model runs in float32 only";

    /// <summary>It changes values by a thousandth for each sample, whatever these hold, and draws nothing.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.Sensitivity | Facet.Independence;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) =>
        base.IsSite(session, call) && BrokenCall.HasSamples(session, call);

    /// <inheritdoc/>
    protected override void Prepare(ModelSession session) => _ = (session.IsSingleOnly, session.FewestSamples);

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        call.DimensionOfSamples(axis) is { } batch
            ? output * (1 + (output.size(batch) * (call.Session.IsSingleOnly ? 0.1 : 1e-3)))
            : output;
}
