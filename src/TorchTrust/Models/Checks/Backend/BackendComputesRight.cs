using TorchTrust.Checks;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.Backend;

/// <summary>
/// The native library computes the same layers right in float32 and float64, whatever lies in free memory.
/// </summary>
/// <remarks>
/// A machine's fault, never the user's: LibTorch 2.10 was seen to read unwritten memory in convolutions on one AVX-512
/// machine. It proves no power: there is no mutant of a native library.
/// </remarks>
[Check("backend-computes-right", "the native backend of this machine computes right", CheckArea.Backend, Hazard = Hazard.CanAbort)]
internal sealed class BackendComputesRight : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "No result on this machine can be trusted, and no model is to blame.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Set DNNL_MAX_CPU_ISA=AVX2 (or ONEDNN_MAX_CPU_ISA) in the environment before the process starts, and run again.";

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        context.Step("computing layers with poisoned memory");
        if (BackendSelfTest.BrokenOnCuda is { Count: > 0 } broken)
        {
            return CheckOutcome.Failed(
                [.. broken.Select(operation => new Finding(
                    $"the CUDA device of this machine computes {operation} wrong: it is far from what the CPU computes in float64"))],
                remedy: "Let driver, CUDA version of the backend package and device fit together, and run again; `torchtrust doctor` names "
                    + "them.");
        }

        return CheckOutcome.From([.. BackendSelfTest.BrokenOperations.Select(operation => new Finding(
            $"the backend of this machine computes {operation} wrong: its float32 result depends on what lies in free memory"))]);
    }
}
