using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Makes a module random by something that no seed of torch governs, as <c>System.Random</c> or a clock does.</summary>
internal sealed class DrawBesideTorch : ModuleOutputMutant
{
    private int _calls;

    /// <inheritdoc/>
    public override string Name => "draw-beside-torch";

    /// <inheritdoc/>
    public override string Description =>
        "scales the elements of a module's output by other numbers at each call, in training mode, which torch's seed does not decide";

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        if (!call.Session.Roots.Any(root => root.training))
        {
            return output;
        }

        Tensor pattern = arange(output.numel(), dtype: ScalarType.Float64, device: output.device).mul(1 + (++_calls % 1000)).cos();
        return output * (1 + (0.1 * pattern)).to(output.dtype).reshape(output.shape);
    }
}
