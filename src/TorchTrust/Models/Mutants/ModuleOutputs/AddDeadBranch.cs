using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Adds a branch to a module whose two factors are both zero, so that neither ever gets a gradient.</summary>
internal sealed class AddDeadBranch : Mutant
{
    private const string First = "dead_first";
    private const string Second = "dead_second";

    /// <inheritdoc/>
    public override string Name => "add-dead-branch";

    /// <inheritdoc/>
    public override string Description => "adds a branch to a module whose two factors both begin at zero";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        ModuleTrace trace = ModuleTrace.During(model, () => model.Run(model.Inputs(), ForwardMode.Training));

        // Of what a module gives that leads nowhere, no branch can be told from no branch.
        using GradientTrace gradients = GradientTrace.During(model, () => GradientFlow.Read(model, model.Inputs(), noise: 0));
        HashSet<string> reached = [.. gradients.Calls.Where(call => call.GotGradient).Select(call => call.Path)];

        // A container of TorchSharp's names no parameter of its own, so there would be none.
        return
        [
            .. trace.Calls.Where(call => !RepeatedModules.IsContainer(call.Module)
                && call.Module.parameters().Any(parameter => parameter.requires_grad)
                    && call.Signature.Any(leaf => leaf.Dtype is ScalarType.Float32 or ScalarType.Float64))
                .Select(call => call.Path).Distinct().Where(reached.Contains),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfModules((ModelSession)session, ForwardMode.Training, sites);

    /// <summary>A branch adds zero, and lets the gradients of all others pass as they are.</summary>
    public override bool CanBeSeveral => true;

    /// <inheritdoc/>
    public override bool IsNamedBy(Finding finding, string site) =>
        finding.Parameter == ObjectGraph.Join(site, First) || finding.Parameter == ObjectGraph.Join(site, Second);

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site) =>
        EveryInstance.Break((ModelSession)session, instance => Add(instance, site));

    private static Action? Add(object instance, string site)
    {
        nn.Module? module = ModelSession.ModulesOf(instance).FirstOrDefault(entry => entry.Path == site).Module;
        if (module is null)
        {
            return null;
        }

        Device device = module.parameters().First().device;
        TorchSharp.Modules.Parameter first = Zero(device);
        TorchSharp.Modules.Parameter second = Zero(device);
        if (ForwardHook.TryInstall(module, (_, _, output) => TensorTree.Map(
            output,
            (_, tensor) =>
                tensor.is_floating_point() ? tensor + ((tensor + 1) * (first * second).to(tensor.dtype)) : tensor)) is not { } hook)
        {
            first.Dispose();
            second.Dispose();
            return null;
        }

        Action mendFirst = RegistrationTable.Put(RegisteredMembers.ParameterTable(module), First, first);
        Action mendSecond = RegistrationTable.Put(RegisteredMembers.ParameterTable(module), Second, second);
        return () =>
        {
            hook.Dispose();
            mendSecond();
            mendFirst();
            first.Dispose();
            second.Dispose();
        };
    }

    private static TorchSharp.Modules.Parameter Zero(Device device)
    {
        var zero = new TorchSharp.Modules.Parameter(zeros(1, device: device).DetachFromDisposeScope());
        zero.DetachFromDisposeScope();
        return zero;
    }
}
