using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

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

    /// <summary>
    /// What notices it counts the tensors of all modules together, wherever they were kept: all places are of one kind.
    /// </summary>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        [.. sites.Select(_ => Name)];

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
