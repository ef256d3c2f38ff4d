using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets padded positions leak into the others, as a pooling or a normalization without a mask does.</summary>
internal sealed class MixPositionMean : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "mix-position-mean";

    /// <inheritdoc/>
    public override string Description =>
        $"adds {MixBatchMean.Share} of the mean over all positions to each position of a module's output";

    /// <summary>It changes values by a thousandth, and draws nothing.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.Sensitivity;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) => base.IsSite(session, call)
        && call.Signature.Any(leaf => HasPositions(leaf.Shape, MaskShape(session)));

    /// <inheritdoc/>
    protected override void Prepare(ModelSession session) => _ = (session.IsSingleOnly, session.FewestSamples);

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        long[] mask = MaskShape(call.Session);
        return HasPositions(output.shape, mask)
            ? output + (output.mean([mask.Length - 1L], keepdim: true)
                * (call.Session.IsSingleOnly ? MixBatchMean.CoarseShare : MixBatchMean.Share))
            : output;
    }

    private static bool HasPositions(long[] shape, long[] mask) =>
        mask.Length > 1 && shape.Length >= mask.Length && shape.AsSpan(0, mask.Length).SequenceEqual(mask);

    private static long[] MaskShape(ModelSession session)
    {
        using var scope = NewDisposeScope();
        return session.Subject.Padding is { } padding ? padding.Mask(session.Inputs().Arguments).shape : [];
    }
}
