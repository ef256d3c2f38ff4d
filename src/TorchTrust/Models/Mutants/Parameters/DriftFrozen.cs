using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Lets each call of a module move a parameter that is frozen.</summary>
internal sealed class DriftFrozen : ParameterMutant
{
    /// <inheritdoc/>
    public override string Name => "drift-frozen";

    /// <inheritdoc/>
    public override string Description => "adds a thousandth to a frozen parameter at each call";

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        Tensor? Value() => model.Parameters.Where(entry => entry.Path == site)
            .Select(entry => TensorBits.NativeCopy(entry.Parameter)).FirstOrDefault();
        Tensor? before = Value();
        using (Apply(session, site))
        {
            model.Run(model.Inputs(), ForwardMode.Training);
            return before is null || TensorBits.AreEqual(before, Value()!);
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Candidates(ModelSession session, nn.Module module)
    {
        string path = session.Modules.First(entry => ReferenceEquals(entry.Module, module)).Path;
        return module.named_parameters(recurse: false).Where(entry => entry.parameter.is_floating_point() && (!entry.parameter.requires_grad
            || session.Subject.Facts.Frozen.Any(fact => fact.Covers(ObjectGraph.Join(path, entry.name))))).Select(entry => entry.name);
    }

    /// <inheritdoc/>
    protected override Action? Break(ModelSession session, object instance, nn.Module module, string name)
    {
        ForwardHook? hook = ForwardHook.TryInstall(module, (m, arguments, output) =>
        {
            using IDisposable gradients = no_grad();
            m.named_parameters(recurse: false).First(entry => entry.name == name).parameter.detach().add_(1e-3);
            return output;
        });
        return hook is null ? null : hook.Dispose;
    }
}
