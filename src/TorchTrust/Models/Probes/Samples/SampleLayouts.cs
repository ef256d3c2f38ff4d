using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Probes;

/// <summary>
/// Where the samples are in what a session's model and its modules take and give: derived once each, from runs with two numbers of samples.
/// </summary>
/// <param name="session">The session, in which no fault may be when something is asked for the first time.</param>
internal sealed class SampleLayouts(ModelSession session)
{
    private const long OtherBatchSize = 3;

    private SampleLayout? _inputs;
    private SampleLayout? _outputs;
    private (IReadOnlyDictionary<string, SampleLayout> Arguments, IReadOnlyDictionary<string, SampleLayout> Outputs)? _modules;

    /// <summary>Where the samples are in the inputs.</summary>
    public SampleLayout OfInputs => _inputs ??= DeriveInputs();

    /// <summary>Where the samples are in the outputs.</summary>
    public SampleLayout OfOutputs => _outputs ??= DeriveOutputs();

    /// <summary>Where the samples are in the outputs of each module that runs, by its path.</summary>
    public IReadOnlyDictionary<string, SampleLayout> OfModuleOutputs => (_modules ??= DeriveModules()).Outputs;

    /// <summary>Where the samples are in the arguments of each module that runs, by its path.</summary>
    public IReadOnlyDictionary<string, SampleLayout> OfModuleArguments => (_modules ??= DeriveModules()).Arguments;

    private SampleLayout DeriveInputs()
    {
        using var scope = NewDisposeScope();
        if (!session.CanChooseCount)
        {
            return SampleLayout.Guess(session.Inputs(ModelSession.BatchSize).Leaves, ModelSession.BatchSize);
        }

        SampleLayout layout = SampleLayout.Derive(
            session.Inputs(ModelSession.BatchSize).Leaves,
            ModelSession.BatchSize,
            session.Inputs(OtherBatchSize).Leaves,
            OtherBatchSize);
        return session.Subject.Samples is null ? layout : layout.Collated();
    }

    private (IReadOnlyDictionary<string, SampleLayout> Arguments, IReadOnlyDictionary<string, SampleLayout> Outputs) DeriveModules()
    {
        if (!session.CanChooseCount)
        {
            return (new Dictionary<string, SampleLayout>(), new Dictionary<string, SampleLayout>());
        }

        Dictionary<string, ModuleCall> small = FirstCalls(OtherBatchSize);
        KeyValuePair<string, ModuleCall>[] usual = [.. FirstCalls(ModelSession.BatchSize).Where(call => small.ContainsKey(call.Key))];
        return (
            Derive(call => call.Arguments),
            Derive(call => [.. call.Signature.Select(leaf => (leaf.Path, leaf.Shape))]));

        Dictionary<string, SampleLayout> Derive(Func<ModuleCall, IReadOnlyList<(string, long[])>> shapes) => usual.ToDictionary(
            call => call.Key,
            call => SampleLayout.Derive(shapes(call.Value), ModelSession.BatchSize, shapes(small[call.Key]), OtherBatchSize));
    }

    private Dictionary<string, ModuleCall> FirstCalls(long count)
    {
        using var scope = NewDisposeScope();
        try
        {
            return ModuleTrace.During(session, () => session.Run(session.Inputs(count), ForwardMode.Eval)).Calls
                .GroupBy(call => call.Path).ToDictionary(calls => calls.Key, calls => calls.First());
        }
        catch (SubjectException)
        {
            // A model that takes one batch size only is the business of another check.
            return [];
        }
    }

    private SampleLayout DeriveOutputs()
    {
        using var scope = NewDisposeScope();
        ForwardResult result = session.Run(session.Inputs(ModelSession.BatchSize), ForwardMode.Eval);
        IReadOnlyList<(string, Tensor)> leaves = result.Leaves;
        if (session.Subject.Samples?.Split is not null)
        {
            return SampleLayout.OfParts(result.Parts);
        }

        if (!session.CanChooseCount)
        {
            return SampleLayout.Guess(leaves, ModelSession.BatchSize);
        }

        try
        {
            return SampleLayout.Derive(
                leaves, ModelSession.BatchSize, session.Run(session.Inputs(OtherBatchSize), ForwardMode.Eval).Leaves, OtherBatchSize);
        }
        catch (SubjectException)
        {
            // A model that takes one batch size only is the business of another check.
            return SampleLayout.Guess(leaves, ModelSession.BatchSize);
        }
    }
}
