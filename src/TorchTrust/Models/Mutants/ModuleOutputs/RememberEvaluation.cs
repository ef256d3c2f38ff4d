using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>
/// Scales the output of a module in training mode once it was called in eval mode, as a switch that is never turned back does.
/// </summary>
internal sealed class RememberEvaluation : ModuleOutputMutant
{
    private bool _wasEvaluated;

    /// <inheritdoc/>
    public override string Name => "remember-evaluation";

    /// <inheritdoc/>
    public override string Description => "scales the output of a module in training mode by a hundredth once it was called in eval mode";

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        _wasEvaluated = false;
        return base.Apply(session, site) is { } fault
            ? new Revert(() =>
            {
                fault.Dispose();
                _wasEvaluated = false;
            })
            : null;
    }

    /// <summary>It draws nothing, and what it remembers is no matter between calls in training mode.</summary>
    public override Facet Keeps => base.Keeps | Facet.Repeatability | Facet.ValuesBeforeEvaluation;

    /// <summary>Where a scale does not matter, nothing that it remembers does.</summary>
    public override bool IsEquivalent(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        using var scope = NewDisposeScope();
        foreach (ParameterPoint point in Enum.GetValues<ParameterPoint>())
        {
            model.MoveTo(point);
            ForwardResult before = model.Run(model.Inputs(), ForwardMode.Training);
            using IDisposable? fault = Apply(session, site);
            model.Run(model.Inputs(draw: 1), ForwardMode.Eval);
            if (!Outputs.AreEqual(before, model.Run(model.Inputs(), ForwardMode.Training)))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    protected override Tensor Break(Tensor output, SampleAxis axis, BrokenCall call)
    {
        bool remembers = _wasEvaluated && call.Module.training;
        _wasEvaluated |= !call.Module.training;
        return remembers ? output * 1.01 : output;
    }
}
