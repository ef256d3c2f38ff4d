using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Holds a dropout in eval mode, as a module that nobody registered is.</summary>
internal sealed class HoldInEval : Mutant
{
    /// <inheritdoc/>
    public override string Name => "hold-in-eval";

    /// <inheritdoc/>
    public override string Description => "calls a dropout in eval mode, whatever the mode of the model";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) => [.. ((ModelSession)session).Modules
        .Where(entry => DropoutModules.Probability(entry.Module) > 0 && entry.Module is nn.Module<Tensor, Tensor>)
        .Where(entry => !((ModelSession)session).Subject.Facts.Frozen.Any(fact => fact.Covers(entry.Path)))
        .Select(entry => entry.Path)];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Kinds(ISubjectSession session, IReadOnlyList<string> sites) =>
        PlaceKinds.OfModules((ModelSession)session, ForwardMode.Training, sites);

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        if (((ModelSession)session).Modules.First(entry => entry.Path == site).Module is not nn.Module<Tensor, Tensor> module)
        {
            return null;
        }

        return new Revert(ForwardHook.InstallBefore(module, dropout => dropout.eval()).Dispose);
    }
}
