using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// Every evaluation of a model between its steps, each of several batches, ran while its dropout dropped or its batch normalization
/// learned. What follows the last step counts where nothing stands between steps: it may be something else, such as predictions or
/// pictures.
/// </summary>
internal sealed class EvaluatesInEvaluationMode() : WatchRule(new(
    "watch-evaluation-mode",
    "models are evaluated in evaluation mode",
    "In training mode dropout makes an evaluation noisy, and batch normalization lets the samples of a batch change each other's results "
        + "and learns from the test data.",
    "Call eval() of the model before the evaluation, and train() after it."))
{
    private readonly Dictionary<SeenModel, Notes> _notes = [];

    /// <inheritdoc/>
    public override void Evaluated(SeenEvaluation row)
    {
        if (!row.Model.IsSensitive || row.Batches < 2 || row.Step == 0)
        {
            return;
        }

        // The same input again and again is an average over dropout, on purpose.
        if (row.Calls >= 2 && row.DifferentBatches == 1)
        {
            return;
        }

        Notes notes = _notes.TryGetValue(row.Model, out Notes? known) ? known : _notes[row.Model] = new Notes();
        notes.Add(row);
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach ((SeenModel model, Notes notes) in _notes)
        {
            (Tally judged, bool isAll) = notes.Judged(Record.Steps);
            if (judged.Wrong < judged.Rows)
            {
                continue;
            }

            string which = judged.Rows == 1 ? "the evaluation" : $"all {judged.Rows} evaluations";
            Find(Severity.Question, At(
                $"{model.Name} is evaluated in training mode: its dropout or batch normalization acted as in training in {which} "
                    + (isAll ? "that " + (judged.Rows == 1 ? "was" : "were") + " seen" : "before the last step"),
                judged.Source,
                ("evaluations", judged.Rows),
                ("batches", judged.Batches)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _notes.Count > 0
        ? Passed
        : Skipped("No evaluation of a model with dropout or batch normalization was seen.");

    /// <summary>The evaluations of a model: those that a step followed, and those that none has followed yet.</summary>
    private sealed class Notes
    {
        private Tally _between = new(0, 0, 0, null);
        private Tally _last = new(0, 0, 0, null);
        private long _step;

        public void Add(SeenEvaluation row)
        {
            Advance(row.Step);
            bool isWrong = row.InTraining == row.Calls;
            _last += new Tally(1, isWrong ? 1 : 0, isWrong ? row.Batches : 0, isWrong ? row.Source : null);
        }

        /// <summary>What decides, and whether it is all there is.</summary>
        public (Tally What, bool IsAll) Judged(long steps)
        {
            Advance(steps);
            return _between.Rows == 0 ? (_last, true) : (_between, _last.Rows == 0);
        }

        private void Advance(long step)
        {
            if (step > _step)
            {
                (_between, _last, _step) = (_between + _last, new(0, 0, 0, null), step);
            }
        }
    }

    /// <summary>Evaluations, how many of them ran as in training, with how many batches, and where the first of these was.</summary>
    private sealed record Tally(int Rows, int Wrong, int Batches, SourceLocation? Source)
    {
        public static Tally operator +(Tally one, Tally other) =>
            new(one.Rows + other.Rows, one.Wrong + other.Wrong, one.Batches + other.Batches, one.Source ?? other.Source);
    }
}
