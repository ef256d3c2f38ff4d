using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;

namespace TorchTrust.Watching.Rules;

/// <summary>A step was taken on gradients that are not finite, and a parameter is not finite after it.</summary>
internal sealed class StepsAreFinite() : WatchRule(new(
    "watch-steps-are-finite",
    "no step ruins a parameter",
    "A parameter that is NaN or infinite stays so: everything after this step computes nothing.",
    "Look for a division by zero, a logarithm or a root of zero, or a rate that is too large; leave out steps whose gradients are not "
        + "finite."))
{
    private bool _isTold;
    private long _lastFinite = -1;
    private bool _looked;

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        if (!step.IsLooked || _isTold)
        {
            return;
        }

        _looked = true;
        if (double.IsFinite(step.GradientNorm))
        {
            _lastFinite = step.Number;
        }
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step)
    {
        if (!step.IsLooked || _isTold || double.IsFinite(step.GradientNorm))
        {
            return;
        }

        StepLook.HeldParameter[] ruined =
        [
            .. step.Held.Where(held => !held.Parameter.IsInvalid && held.HasGradient && !double.IsFinite(held.SquaredGradient)
                && !double.IsFinite(TensorLook.SquaredNorm(held.Parameter))),
        ];
        _isTold = ruined.Length > 0;
        foreach (StepLook.HeldParameter held in ruined)
        {
            Find(Severity.Error, held.Seen.Finding(
                $"{held.Seen.Name} of {held.Seen.Model?.Name ?? step.Optimizer.Name} is not finite after step {step.Number + 1} of "
                    + $"{step.Optimizer.Name}, whose gradients were not finite"
                    + $"{(_lastFinite < 0 ? "" : $"; at step {_lastFinite + 1} they still were")}",
                step.Source,
                ("step", step.Number + 1),
                ("parameters that are not finite", ruined.Length)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _looked ? Passed : Skipped("No step was looked at.");
}
