using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>Lets a call change the state of the module that it runs.</summary>
internal sealed class DriftState : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "drift-state";

    /// <inheritdoc/>
    public override string Description => "adds a thousandth to a module's own parameter or buffer at each call";

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) => State(call.Module) is not null;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        using IDisposable _ = no_grad();
        State(call.Module)?.detach().add_(1e-3);
        return output;
    }

    private static Tensor? State(nn.Module module) => module.parameters(recurse: false)
        .Concat(RegisteredMembers.BufferEntries(module).Where(entry => entry.Entry.IsPersistent).Select(entry => entry.Entry.Buffer))
        .FirstOrDefault(tensor => tensor.is_floating_point());
}
