using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// A model with dropout or batch normalization takes steps while all of it is in evaluation mode. An error where it was in training mode,
/// an evaluation switched it, and it never came back. Any model takes steps in evaluation mode again and again, with steps in training mode
/// between: its evaluation trains.
/// </summary>
internal sealed class TrainsInTrainingMode() : WatchRule(new(
    "watch-training-mode",
    "models are trained in training mode",
    "In evaluation mode dropout drops nothing and batch normalization learns nothing: what is trained so is not what was meant.",
    "Call train() of the model before its steps, each time after an evaluation."))
{
    private const int Fewest = 3;
    private const int Certain = 20;
    private const int FewestRows = 2;

    private readonly Dictionary<SeenModel, Notes> _notes = [];

    /// <inheritdoc/>
    public override void ModeSet(SeenModel model, bool isTraining, SourceLocation? source)
    {
        Notes notes = Of(model);
        if (!isTraining)
        {
            notes.SetAt = source;
            notes.IsSetHere = true;
        }
        else
        {
            notes.IsSetHere = false;
        }
    }

    /// <inheritdoc/>
    public override void Evaluated(SeenEvaluation row)
    {
        Notes notes = Of(row.Model);
        if (notes.IsSetHere)
        {
            notes.EvaluatedAfter = notes.SetAt;
        }
    }

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        foreach (SeenModel model in step.Optimizer.Models)
        {
            if (model.Module is not { } module)
            {
                continue;
            }

            Notes notes = Of(model);
            if (!ModeLook.IsInEvaluation(module))
            {
                notes.InTraining++;
                notes.IsInRow = false;
                if (notes.InEvaluation > 0)
                {
                    notes.CameBack = true;
                }

                notes.IsSetHere = false;
                notes.EvaluatedAfter = null;
                continue;
            }

            if (!step.HasRate || !step.HasGradient)
            {
                continue;
            }

            notes.InEvaluation++;
            notes.StepAt ??= step.Source;
            if (notes is { InTraining: > 0, IsInRow: false })
            {
                notes.IsInRow = true;
                notes.Rows++;
            }

            if (!model.IsSensitive)
            {
                continue;
            }

            if (notes.InEvaluation == 1)
            {
                notes.Switch = notes.InTraining > 0 ? notes.EvaluatedAfter : null;
            }

            if (notes is { InEvaluation: Certain, CameBack: false, Switch: not null, IsTold: false })
            {
                notes.IsTold = true;
                TellNotPutBack(model, notes);
            }
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach ((SeenModel model, Notes notes) in _notes)
        {
            if (notes.IsTold || notes.InEvaluation < Fewest || (!model.IsSensitive && notes.Rows < FewestRows))
            {
                continue;
            }

            notes.IsTold = true;
            if (!model.IsSensitive)
            {
                Find(Severity.Question, At(
                    $"{model.Name} takes steps in its evaluations: {notes.InEvaluation} steps in evaluation mode, {notes.Rows} "
                        + $"times in a row, and {notes.InTraining} "
                        + "in training mode",
                    notes.StepAt,
                    ("steps in evaluation mode", notes.InEvaluation),
                    ("steps in training mode", notes.InTraining)));
            }
            else if (notes is { CameBack: false, Switch: not null })
            {
                TellNotPutBack(model, notes);
            }
            else
            {
                Find(Severity.Question, At(
                    $"{model.Name} takes steps while all of it is in evaluation mode ({notes.InEvaluation} steps; "
                        + $"{notes.InTraining} in training mode)",
                    notes.StepAt,
                    ("steps in evaluation mode", notes.InEvaluation),
                    ("steps in training mode", notes.InTraining)));
            }
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) =>
        _notes.Any(each => each.Key.IsSensitive && each.Value.InTraining > 0)
        ? Passed
        : Skipped("No model with dropout or batch normalization was seen to train.");

    private void TellNotPutBack(SeenModel model, Notes notes) => Find(Severity.Error, At(
        $"{model.Name} stays in evaluation mode after its evaluation: {notes.InTraining} steps before it were in training mode, "
            + $"{notes.InEvaluation} after it in evaluation mode, and none came back",
        notes.Switch ?? notes.StepAt,
        ("steps in training mode", notes.InTraining),
        ("steps in evaluation mode", notes.InEvaluation)));

    private Notes Of(SeenModel model)
    {
        if (!_notes.TryGetValue(model, out Notes? notes))
        {
            _notes[model] = notes = new Notes();
        }

        return notes;
    }

    private sealed class Notes
    {
        public int InTraining { get; set; }

        public int InEvaluation { get; set; }

        /// <summary>How often steps in evaluation mode followed steps in training mode.</summary>
        public int Rows { get; set; }

        public bool IsInRow { get; set; }

        public bool CameBack { get; set; }

        public bool IsSetHere { get; set; }

        public SourceLocation? SetAt { get; set; }

        public SourceLocation? EvaluatedAfter { get; set; }

        public SourceLocation? Switch { get; set; }

        public SourceLocation? StepAt { get; set; }

        public bool IsTold { get; set; }
    }
}
