using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Registers a parameter in a module when it is called, as a layer that learns its size from its first input does.</summary>
internal sealed class RegisterInCall : ModuleOutputMutant
{
    private const string Parameter = "made_by_a_call";

    /// <inheritdoc/>
    public override string Name => "register-in-call";

    /// <inheritdoc/>
    public override string Description => "registers a parameter in a module when it is called";

    /// <summary>Each module registers a parameter of its own, which changes nothing.</summary>
    public override bool CanBeSeveral => true;

    /// <inheritdoc/>
    public override bool IsNamedBy(Finding finding, string site) => finding.Parameter == ObjectGraph.Join(site, Parameter);

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        if (base.Apply(session, site) is not { } fault)
        {
            return null;
        }

        model.KeepsRegistrations = false;
        return new Revert(() =>
        {
            fault.Dispose();
            model.KeepsRegistrations = true;
            foreach (nn.Module module in model.Modules.Select(entry => entry.Module)
                .Where(module => RegisteredMembers.Has(module, Parameter)))
            {
                RegisteredMembers.ParameterTable(module)[Parameter].Dispose();
                RegisteredMembers.ParameterTable(module).Remove(Parameter);
            }

            model.ForgetStructure();
        });
    }

    /// <summary>It shows in no output.</summary>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) =>
        base.IsSite(session, call) && ObjectGraph.IsUserType(call.Module.GetType());

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        if (!RegisteredMembers.Has(call.Module, Parameter))
        {
            // It outlives the call, as what is registered does.
            var made = new TorchSharp.Modules.Parameter(zeros(1));
            made.DetachFromDisposeScope();
            RegisteredMembers.ParameterTable(call.Module)[Parameter] = made;
        }

        return output;
    }
}
