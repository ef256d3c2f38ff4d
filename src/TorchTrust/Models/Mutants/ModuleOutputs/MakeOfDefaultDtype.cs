using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes a tensor without saying of which dtype, as <c>torch.randn(mean.shape)</c> does.</summary>
internal sealed class MakeOfDefaultDtype : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "make-of-default-dtype";

    /// <inheritdoc/>
    public override string Description => "adds a zero tensor of the default dtype to the output of a module";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        // A narrower tensor is widened by its neighbours, and nothing shows.
        using var scope = NewDisposeScope();
        var model = (ModelSession)session;
        return ModuleTrace.During(model, () => model.Run(model.Inputs(), ForwardMode.Eval)).Calls
            .Where(call => call.Path == site).SelectMany(call => call.Signature)
            .All(leaf => leaf.Dtype == ScalarType.Float64);
    }

    /// <inheritdoc/>
    protected override bool ThrowsOnPurpose => true;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call) =>
        output + ShimOfOurOwn.Zeros(output.shape, device: output.device);
}
