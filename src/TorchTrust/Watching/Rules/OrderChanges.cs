using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>Three epochs of three batches or more brought the same batches in the same order.</summary>
internal sealed class OrderChanges() : WatchRule(new(
    "watch-order-changes",
    "each epoch has an order of its own",
    "The same order each epoch lets a network learn the order, and makes the last batches of an epoch count more than the others.",
    "Shuffle anew for each epoch: a loader that was given a seed repeats its order.")
{ Cause = "watch-noise-is-new" })
{
    private const int Most = 1 << 16;
    private const int ShortestEpoch = 3;
    private const int Epochs = 3;

    private readonly List<ulong> _inputs = [];
    private readonly HashSet<ulong> _different = [];
    private SourceLocation? _source;
    private SeenModel? _model;
    private int _period;
    private bool _isOver;
    private int _missed;

    /// <inheritdoc/>
    public override void Called(ModuleCall call)
    {
        if (!call.IsTraining || _isOver)
        {
            return;
        }

        _model ??= call.Model;
        if (!ReferenceEquals(_model, call.Model))
        {
            return;
        }

        if (call.Input is not { } input || _inputs.Count >= Most)
        {
            // A batch that was not looked at may have been any.
            _missed++;
            End();
            return;
        }

        _source ??= call.Source;
        _inputs.Add(input);
        _different.Add(input);
        Follow(_inputs.Count - 1);
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => this switch
    {
        { _missed: > 0, _period: 0 } => Open("Not all batches could be looked at in the time that watching has."),
        { _model: null } => Skipped("No batch of a training was seen."),
        { _period: 0 } when Record.HasEpochs => Passed,
        _ => Skipped("No epoch was seen to come back: the batches are drawn anew or augmented, or there was one epoch only."),
    };

    private void Follow(int last)
    {
        if (_period == 0)
        {
            if (last > 0 && _inputs[last] == _inputs[0])
            {
                Record.InputEpochs = Math.Max(Record.InputEpochs, 2);
                _period = last;
                if (last < ShortestEpoch || _different.Count < ShortestEpoch)
                {
                    End();
                }
            }

            return;
        }

        if (_inputs[last] != _inputs[last - _period])
        {
            _period = 0;
            End();
            return;
        }

        Record.InputEpochs = Math.Max(Record.InputEpochs, 1 + (last / _period));
        if (last == (_period * Epochs) - 1)
        {
            End();
            Find(Severity.Question, At(
                $"{_model!.Name} gets the same {_period} batches in the same order in each of {Epochs} epochs",
                _source,
                ("batches of an epoch", _period),
                ("epochs compared", Epochs)));
        }
    }

    /// <summary>What was kept to compare with is needed no more.</summary>
    private void End()
    {
        _isOver = true;
        _inputs.Clear();
        _inputs.TrimExcess();
        _different.Clear();
        _different.TrimExcess();
    }
}
