using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Replaces the output of one module by a hook. Where the code is not woven, it acts on <c>call</c> only: a child that is called by
/// <c>forward</c> is out of its reach then, and is no site.
/// </summary>
internal abstract class ModuleOutputMutant : Mutant
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        ModuleTrace trace = ModuleTrace.During(model, () => model.Run(model.Inputs(), Mode));
        return [.. trace.Calls.Where(call => IsSite(model, call)).Select(call => call.Path).Distinct()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfModules((ModelSession)session, Mode, sites);

    /// <summary>The output is replaced in every instance alike.</summary>
    public override Facet Keeps => Facet.Instances;

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        SampleLayout layout = model.ModuleLayouts.GetValueOrDefault(site, SampleLayout.Unknown);
        Prepare(model);
        return EveryInstance.Break(
            model, instance => Install(model, instance, site, layout) is { } hook ? hook.Dispose : null);
    }

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        return Observation.IsUnchangedBy(model, () => Apply(session, site), Mode);
    }

    /// <summary>The mode in which the fault shows.</summary>
    protected virtual ForwardMode Mode => ForwardMode.Eval;

    /// <summary>Whether the fault can be put into a tensor of no dimension, too, such as a part of the loss.</summary>
    protected virtual bool BreaksNumbers => false;

    /// <summary>Asks the whole model for what a broken one would not tell.</summary>
    protected virtual void Prepare(ModelSession session) => _ = session.FewestSamples;

    /// <summary>
    /// Whether the fault itself may throw, since that is what users meet; where anything else throws, the mutant is at fault.
    /// </summary>
    protected virtual bool ThrowsOnPurpose => false;

    /// <summary>Whether the output of a call can be broken.</summary>
    protected virtual bool IsSite(ModelSession session, ModuleCall call) =>
        call.Signature.Any(leaf => IsFloating(leaf.Dtype) && HasRoom(leaf.Shape.Length));

    /// <summary>Breaks one floating tensor of a module's output.</summary>
    /// <param name="output">The tensor.</param>
    /// <param name="axis">Where its samples are.</param>
    /// <param name="call">The module, its arguments and its session.</param>
    protected abstract Tensor Break(Tensor output, SampleAxis axis, BrokenCall call);

    private protected static bool IsFloating(ScalarType dtype) => dtype
        is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16
        or ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;

    private bool HasRoom(long dimensions) => dimensions > 0 || BreaksNumbers;

    private ForwardHook? Install(ModelSession session, object instance, string site, SampleLayout layout)
    {
        nn.Module? module = ModelSession.ModulesOf(instance)
            .Where(entry => entry.Path == site).Select(entry => entry.Module).FirstOrDefault();
        return module is null ? null : ForwardHook.TryInstall(module, (m, arguments, output) => TensorTree.Map(
            output,
            (path, tensor) => IsFloating(tensor.dtype) && HasRoom(tensor.dim())
                ? BreakOrBlame(tensor, layout[path], new BrokenCall(session, m, arguments))
                : tensor));
    }

    private Tensor BreakOrBlame(Tensor output, SampleAxis axis, BrokenCall call)
    {
        try
        {
            return Break(output, axis, call);
        }
        catch (Exception thrown) when (!ThrowsOnPurpose && thrown is not (SubjectException or OperationCanceledException))
        {
            throw new MutantFaultException(Name, thrown);
        }
    }
}
