using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes an output depend on the place in the batch, as a positional encoding over the wrong dimension does.</summary>
internal sealed class RunAlongBatch : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "run-along-batch";

    /// <inheritdoc/>
    public override string Description =>
        "scales the output of a module by a thousandth more for each later sample, or a tenth where the model runs in float32 only";

    /// <summary>It changes values by a thousandth, and draws nothing.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.Sensitivity;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) =>
        base.IsSite(session, call) && BrokenCall.HasSamples(session, call);

    /// <inheritdoc/>
    protected override void Prepare(ModelSession session) => _ = (session.IsSingleOnly, session.FewestSamples);

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        if (call.DimensionOfSamples(axis) is not { } batch)
        {
            return output;
        }

        long[] shape = [.. Enumerable.Repeat(1L, (int)output.dim())];
        shape[batch] = output.size(batch);
        Tensor places = arange(output.size(batch), device: output.device).to(output.dtype).reshape(shape);
        return output * (1 + (places * (call.Session.IsSingleOnly ? 0.1 : 1e-3)));
    }
}
