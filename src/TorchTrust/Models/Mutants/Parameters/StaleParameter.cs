using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Registers a copy of a parameter in its place, while the model computes with the one it held before.
/// </summary>
internal sealed class StaleParameter : ParameterMutant
{
    /// <inheritdoc/>
    public override string Name => "stale-parameter";

    /// <inheritdoc/>
    public override string Description => "registers a copy of a parameter and computes with the old one";

    /// <summary>It draws nothing. Bits may change, where an output is not finite.</summary>
    public override Facet Keeps => Facet.Repeatability;

    /// <inheritdoc/>
    public override bool CanBeSeveral => true;

    /// <summary>Modules that run by <c>call</c>, since the hook must act.</summary>
    protected override IEnumerable<(string Path, nn.Module Module)> Holders(ModelSession session)
    {
        using var scope = NewDisposeScope();
        ModuleTrace trace = ModuleTrace.During(session, () => session.Run(session.Inputs(), ForwardMode.Training));
        HashSet<string> ran = [.. trace.Calls.Select(call => call.Path)];
        return [.. session.Modules.Where(entry => ran.Contains(entry.Path))];
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Candidates(ModelSession session, nn.Module module) =>
        base.Candidates(session, module).Where(name => !Named(module, name).is_complex());

    /// <inheritdoc/>
    protected override Action? Break(ModelSession session, object instance, nn.Module module, string name)
    {
        var table = RegisteredMembers.ParameterTable(module);
        (string Name, TorchSharp.Modules.Parameter Parameter)[] before =
            [.. (IList<(string, TorchSharp.Modules.Parameter)>)table];
        var copy = new TorchSharp.Modules.Parameter(TensorBits.NativeCopy(Named(module, name))
            .DetachFromDisposeScope());
        copy.DetachFromDisposeScope();

        // The graph reaches the copy, with no effect: a model that differentiates with respect to its own parameters
        // inside forward would end the process on one that the graph does not reach.
        ForwardHook? hook = ForwardHook.TryInstall(module, (_, _, output) => TensorTree.Map(
            output, (_, tensor) => tensor.is_floating_point() ? tensor + (copy.sum() * 0).to(tensor.dtype) : tensor));
        if (hook is null)
        {
            copy.Dispose();
            return null;
        }

        table[name] = copy;
        return () =>
        {
            hook.Dispose();
            table.clear();
            Array.ForEach(before, entry => table.Add(entry.Name, entry.Parameter));
            copy.Dispose();
        };
    }

    private static Tensor Named(nn.Module module, string name) =>
        module.named_parameters(recurse: false).First(entry => entry.name == name).parameter;
}
