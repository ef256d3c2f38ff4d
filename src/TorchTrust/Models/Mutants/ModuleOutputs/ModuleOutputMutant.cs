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
    /// <summary>
    /// Twice as many samples as checks use: where the number of modules is what costs, they take little more time than two.
    /// </summary>
    private const long SamplesTogether = 2 * ModelSession.BatchSize;

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
    public override IDisposable? Apply(ISubjectSession session, string site) => Apply((ModelSession)session, site, sample: null);

    /// <inheritdoc/>
    public override long? SamplesOfOneRun(ISubjectSession session) =>
        ActsOnEachSample && session is ModelSession { CanChooseCount: true, Subject.Samples: null, OutputLayout.HasBatchDimension: true }
            ? SamplesTogether
            : null;

    /// <inheritdoc/>
    public override IDisposable? ApplyTo(ISubjectSession session, string site, long sample) => Apply((ModelSession)session, site, sample);

    /// <inheritdoc/>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        return Observation.IsUnchangedBy(model, () => Apply(session, site), Mode);
    }

    /// <summary>The mode in which the fault shows.</summary>
    protected virtual ForwardMode Mode => ForwardMode.Eval;

    /// <summary>
    /// Whether the fault does to each sample what it does to it alone, in a mode in which samples do not meet, so that it can be put into
    /// one of them.
    /// </summary>
    protected virtual bool ActsOnEachSample => false;

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

    /// <summary>Breaks one sample, or all of them.</summary>
    private IDisposable? Apply(ModelSession model, string site, long? sample)
    {
        SampleLayout layout = model.ModuleLayouts.GetValueOrDefault(site, SampleLayout.Unknown);
        Prepare(model);
        return EveryInstance.Break(
            model, instance => Install(model, instance, site, layout, sample) is { } hook ? hook.Dispose : null, editsRegistrations: false);
    }

    private ForwardHook? Install(ModelSession session, object instance, string site, SampleLayout layout, long? sample)
    {
        nn.Module? module = EveryInstance.ModuleAt(session, instance, site);
        return module is null ? null : ForwardHook.TryInstall(module, (m, arguments, output) => TensorTree.Map(
            output,
            (path, tensor) => IsFloating(tensor.dtype) && HasRoom(tensor.dim())
                ? OfSample(
                    sample,
                    layout[path],
                    tensor,
                    BreakOrBlame(tensor, layout[path], new BrokenCall(session, m, arguments) { Sample = sample }))
                : tensor));
    }

    /// <summary>What is broken of one sample and whole of all others; all that is broken where no sample is named.</summary>
    private static Tensor OfSample(long? sample, SampleAxis axis, Tensor whole, Tensor broken)
    {
        if (sample is not { } one)
        {
            return broken;
        }

        if (axis.Dimension is not { } batch || !TensorBits.HaveOneShape(whole, broken))
        {
            return whole;
        }

        long[] shape = [.. Enumerable.Repeat(1L, (int)whole.dim())];
        shape[batch] = whole.size(batch);
        return where(arange(whole.size(batch), device: whole.device).eq(one).reshape(shape), broken, whole);
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
