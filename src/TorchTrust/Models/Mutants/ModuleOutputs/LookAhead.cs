using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets the future leak into the past: what a mask with a wrong diagonal does, only smaller.</summary>
internal sealed class LookAhead : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "look-ahead";

    /// <inheritdoc/>
    public override string Description =>
        $"adds {MixBatchMean.Share} of the next position to each position of a module's output";

    /// <summary>It changes values by a thousandth, and draws nothing.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.Sensitivity;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) => base.IsSite(session, call)
        && session.Subject.Facts.CausalDimension is { } dimension
        && call.Signature.Any(leaf => leaf.Shape.Length > dimension && leaf.Shape[dimension] == Positions(session, dimension));

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        if (call.Session.Subject.Facts.CausalDimension is not { } dimension || output.dim() <= dimension
            || output.size(dimension) != Positions(call.Session, dimension))
        {
            return output;
        }

        return output + (output.roll(-1, dimension) * MixBatchMean.Share);
    }

    private static long Positions(ModelSession session, int dimension)
    {
        using var scope = NewDisposeScope();
        return session.Inputs().Leaves.Select(leaf => leaf.Tensor).Where(tensor => tensor.dim() > dimension)
            .Select(tensor => tensor.size(dimension)).DefaultIfEmpty(0).Max();
    }
}
