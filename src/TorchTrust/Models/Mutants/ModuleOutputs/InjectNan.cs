using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Puts NaN into a module's output, as a logarithm of zero or 0/0 does.</summary>
internal sealed class InjectNan : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "inject-nan";

    /// <inheritdoc/>
    public override string Description => "puts NaN into the output of a module";

    /// <summary>It draws nothing.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability;

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <inheritdoc/>
    protected override void Prepare(ModelSession session) => session.AskReach();

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        Tensor nan = output.detach().clone();
        nan.zero_();
        if (nan.numel() > 0)
        {
            nan.select(0, 0).fill_(double.NaN);
        }

        return output + nan;
    }
}
