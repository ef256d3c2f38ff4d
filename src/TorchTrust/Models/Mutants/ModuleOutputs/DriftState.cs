using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets a call change the state of the module that it runs.</summary>
internal sealed class DriftState : ModuleOutputMutant
{
    /// <inheritdoc/>
    public override string Name => "drift-state";

    /// <inheritdoc/>
    public override string Description => "adds a thousandth to a module's own parameter or buffer at each call";

    /// <summary>Each module changes its own state.</summary>
    public override bool CanBeSeveral => true;

    /// <inheritdoc/>
    public override bool IsNamedBy(Finding finding, string site) => finding.Module == site;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) => State(call.Module) is not null;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        if (State(call.Module) is { } state)
        {
            // Past autograd: a model that differentiates inside forward would abort over a weight that changed under
            // its graph.
            using var scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            PastAutograd.Overwrite(state, state.detach() + 1e-3);
        }

        return output;
    }

    private static Tensor? State(nn.Module module) => module.parameters(recurse: false)
        .Concat(RegisteredMembers.BufferEntries(module).Where(entry => entry.Entry.IsPersistent)
        .Select(entry => entry.Entry.Buffer))
        .FirstOrDefault(tensor => tensor.is_floating_point() && tensor.is_contiguous());
}
