using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets samples leak into each other: the smallest leak that a wrong view or a forgotten dimension makes is larger.</summary>
internal sealed class MixBatchMean(ForwardMode mode) : ModuleOutputMutant
{
    /// <summary>The share of the batch mean that leaks.</summary>
    public const double Share = 1e-3;

    /// <summary>The share where the model runs in float32 only, in which less cannot be told from rounding.</summary>
    public const double CoarseShare = 0.25;

    /// <inheritdoc/>
    public override string Name => "mix-batch-mean";

    /// <inheritdoc/>
    public override string Description => $"adds {Share} of the mean over the batch to the output of a module";

    /// <summary>It changes values by a thousandth, and draws nothing.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.Sensitivity;

    /// <inheritdoc/>
    protected override ForwardMode Mode => mode;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) =>
        base.IsSite(session, call) && BrokenCall.HasSamples(session, call);

    /// <inheritdoc/>
    protected override void Prepare(ModelSession session) => _ = (session.IsSingleOnly, session.FewestSamples);

    /// <inheritdoc/>
    protected override bool ActsOnEachSample => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) => call.DimensionOfSamples(axis) is { } batch
        ? output + (Mean(output, batch, call.Sample) * (call.Session.IsSingleOnly ? CoarseShare : Share))
        : output;

    /// <summary>The mean over all samples, or that over the first and the one that is broken.</summary>
    private static Tensor Mean(Tensor output, int batch, long? sample) => sample is { } one
        ? (output.narrow(batch, 0, 1) + output.narrow(batch, one, 1)) / 2
        : output.mean([batch], keepdim: true);
}
