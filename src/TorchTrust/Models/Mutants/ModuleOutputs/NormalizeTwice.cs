using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Runs a normalization a second time on inputs of other statistics, as one that is shared by two layers does.</summary>
internal sealed class NormalizeTwice : ModuleOutputMutant
{
    private bool _isWithin;

    /// <inheritdoc/>
    public override string Name => "normalize-twice";

    /// <inheritdoc/>
    public override string Description => "runs a normalization a second time in each call, on inputs that are shifted and scaled";

    /// <summary>Each normalization runs twice on what it is given, and gives what it gave.</summary>
    public override bool CanBeSeveral => true;

    /// <inheritdoc/>
    public override bool IsNamedBy(Finding finding, string site) => finding.Module == site;

    /// <summary>It shows in the statistics, which training alone reads.</summary>
    public override bool IsEquivalent(ISubjectSession session, string site) => false;

    /// <inheritdoc/>
    protected override ForwardMode Mode => ForwardMode.Training;

    /// <inheritdoc/>
    protected override bool IsSite(ModelSession session, ModuleCall call) => base.IsSite(session, call)
        && call.Module is nn.Module<Tensor, Tensor> && StatisticsOfCalls.KeepsStatistics(call.Module)
        && !session.Subject.Facts.Shared.Any(fact => fact.Covers(call.Path));

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        if (_isWithin || call.Module is not nn.Module<Tensor, Tensor> module || call.Arguments is not [Tensor input])
        {
            return output;
        }

        _isWithin = true;
        try
        {
            using IDisposable _ = no_grad();
            using Tensor other = (input.detach() * 2) + 3;
            module.call(other).Dispose();
            return output;
        }
        finally
        {
            _isWithin = false;
        }
    }
}
