using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Mutants;

/// <summary>Keeps a copy of a module's output alive at each call, as a list of losses or a history does.</summary>
internal sealed class KeepOutput : ModuleOutputMutant
{
    private readonly List<Tensor> _kept = [];

    /// <inheritdoc/>
    public override string Name => "keep-output";

    /// <inheritdoc/>
    public override string Description => "keeps a copy of a module's output alive at each call";

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <summary>What notices it counts tensors of the whole model, wherever they were kept: a few places stand for all.</summary>
    public override IReadOnlyList<string> Sites(ISubjectSession session) => ParameterMutant.Spread(base.Sites(session));

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site) => base.Apply(session, site) is { } fault
        ? new Revert(() =>
        {
            fault.Dispose();
            _kept.ForEach(tensor => tensor.Dispose());
            _kept.Clear();
        })
        : null;

    /// <summary>What is kept alive shows in no output.</summary>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        _kept.Add(TensorBits.NativeCopy(output).DetachFromDisposeScope());
        return output;
    }
}
