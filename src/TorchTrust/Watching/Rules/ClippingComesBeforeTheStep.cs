using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// Gradients are clipped, and no step comes before they are cleared: what was clipped was never used. Or every call of the clipping finds
/// gradients that are all zero.
/// </summary>
internal sealed class ClippingComesBeforeTheStep() : WatchRule(new(
    "watch-clipping-acts",
    "clipping acts on the gradients of a step",
    "Gradients that are clipped after the step, or before the backward pass, limit nothing.",
    "Clip between the backward pass and the step."))
{
    private const int Fewest = 5;
    private const int Certain = 20;

    private SourceLocation? _source;
    private SourceLocation? _stepAt;
    private bool _isPending;
    private int _clips;
    private int _changed;
    private int _useless;
    private int _empty;
    private bool _isTold;

    /// <inheritdoc/>
    public override void Clipped(ClipCall clip)
    {
        Settle(isUsed: false);
        _clips++;
        _source ??= clip.Source;
        _empty += clip.Norm == 0 ? 1 : 0;
        _isPending = clip.Norm > clip.Limit;
        _changed += _isPending ? 1 : 0;
    }

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        _stepAt = step.Source;
        Settle(isUsed: true);
    }

    /// <inheritdoc/>
    public override void Cleared(SourceLocation? source) => Settle(isUsed: false);

    /// <inheritdoc/>
    public override void Ended(RunEnd end) => Decide(Fewest);

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _clips switch
    {
        0 => Skipped("Nothing was clipped by its norm."),
        < Fewest => Open($"Gradients were clipped fewer than {Fewest} times."),
        _ => Passed,
    };

    private void Settle(bool isUsed)
    {
        if (_isPending)
        {
            _isPending = false;
            _useless += isUsed ? 0 : 1;
            Decide(Certain);
        }
    }

    private void Decide(int needed)
    {
        if (_isTold || _clips < needed)
        {
            return;
        }

        if (_empty == _clips)
        {
            _isTold = true;
            Find(Severity.Question, At($"all {_clips} clippings found gradients that were zero, or none", _source, ("clippings", _clips)));
        }
        else if (_changed >= needed && _useless == _changed)
        {
            _isTold = true;
            Find(Severity.Question, At(
                "what is clipped is never used: each time gradients were scaled down, they were cleared before the next step "
                    + $"({Line(_stepAt)})",
                _source,
                ("clippings", _clips),
                ("of them scaled gradients down", _changed)));
        }
    }
}
