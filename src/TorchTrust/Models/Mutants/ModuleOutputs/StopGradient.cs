using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets no gradient back through a module, as <c>detach</c>, <c>item</c> or a step function do.</summary>
internal sealed class StopGradient : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "stop-gradient";

    /// <inheritdoc/>
    public override string Description => "lets no gradient back through a module";

    /// <summary>
    /// It draws nothing, and a zero factor is one at every point. Bits may change, where an output is not finite, or zero with a sign.
    /// </summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.Sensitivity | Facet.Points;

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <inheritdoc/>
    protected override bool BreaksNumbers => true;

    /// <inheritdoc/>
    protected override void Prepare(ModelSession session) => session.AskReach();

    /// <summary>
    /// The gradient becomes zero, and the graph stays: a model that differentiates inside <c>forward</c> would end the
    /// process on a graph that is cut.
    /// </summary>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output.requires_grad ? output.detach() + ((output - output.detach()) * 0) : output;
}
