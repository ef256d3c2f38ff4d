using TorchTrust.Watching.Knowledge;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// Every evaluation of a model, each of several batches, ran while its dropout dropped or its batch normalization learned.
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
        notes.Rows++;
        if (row.InTraining == row.Calls)
        {
            notes.Wrong++;
            notes.Source ??= row.Source;
            notes.Batches += row.Batches;
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach ((SeenModel model, Notes notes) in _notes.Where(each => each.Value.Wrong > 0 && each.Value.Wrong == each.Value.Rows))
        {
            Find(Severity.Question, At(
                $"{model.Name} is evaluated in training mode: its dropout or batch normalization acted as in training in "
                    + (notes.Rows == 1 ? "the evaluation that was seen" : $"all {notes.Rows} evaluations that were seen"),
                notes.Source,
                ("evaluations", notes.Rows),
                ("batches", notes.Batches)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _notes.Count > 0
        ? Passed
        : Skipped("No evaluation of a model with dropout or batch normalization was seen.");

    private sealed class Notes
    {
        public int Rows { get; set; }

        public int Wrong { get; set; }

        public int Batches { get; set; }

        public SourceLocation? Source { get; set; }
    }
}
