using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// An optimizer's tensor is gone, or in no model any more, and the model has another one under the name that it had; or it was made before
/// the model was moved, which leaves it such tensors as soon as the move is one to another device.
/// </summary>
internal sealed class OptimizersHoldWhatModelsHave() : WatchRule(new(
    "watch-optimizer-is-current",
    "optimizers hold the parameters that the models have",
    "Where a module is moved or converted, TorchSharp makes new parameters: an optimizer that was made before moves the old ones, and the "
        + "model is not trained.",
    "Make the optimizer after the model has been moved, converted and built to its end."))
{
    private const int FirstSteps = 3;

    /// <inheritdoc/>
    public override void OptimizerMade(SeenOptimizer optimizer)
    {
        Notes notes = optimizer.Notes<Notes>();
        foreach (Parameter parameter in optimizer.Parameters().Where(parameter => !parameter.IsInvalid))
        {
            SeenParameter seen = Record.Modules.Of(parameter);
            if (seen.Model is { } model)
            {
                optimizer.Models.Add(model);
                if (seen.Path is { } path)
                {
                    notes.Names.Add((seen, model, path));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Moved(SeenModel model, SourceLocation? source)
    {
        bool wasMoved = !_moved.Add(model);
        foreach (SeenOptimizer optimizer in Record.Optimizers.Where(optimizer => optimizer.Steps == 0 && optimizer.Models.Contains(model)))
        {
            if (!wasMoved)
            {
                optimizer.Notes<Notes>().MovedAt ??= (model, source);
            }
        }
    }

    private readonly HashSet<SeenModel> _moved = [];

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        Notes notes = step.Optimizer.Notes<Notes>();
        if (!notes.IsTold && (step.Number < FirstSteps || notes.Version != Record.Modules.Version))
        {
            notes.Version = Record.Modules.Version;
            Look(step, notes);
        }

        if (step.Number == 0 && !notes.IsTold && notes.MovedAt is { } moved)
        {
            notes.IsTold = true;
            Find(Severity.Question, At(
                $"{step.Optimizer.Name} was made ({Line(step.Optimizer.MadeAt)}) before {moved.Model.Name} was moved ({Line(moved.Source)}): here the "
                    + "move changed nothing; on another device this breaks, since the optimizer keeps the parameters of before",
                moved.Source));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) =>
        Record.Stepping.Any(optimizer => optimizer.IsReadable) ? Passed : Skipped("No optimizer that tells what it holds has stepped.");

    private void Look(StepLook step, Notes notes)
    {
        var names = notes.Names.ToDictionary(each => each.Seen, each => (each.Model, each.Path));
        Dictionary<SeenModel, Dictionary<string, Parameter>> present = [];
        int stale = 0;
        Finding? first = null;
        foreach (StepLook.HeldParameter held in step.Held)
        {
            (SeenModel Model, string Path)? place = names.TryGetValue(held.Seen, out (SeenModel Model, string Path) known) ? known : null;
            Parameter? now = null;
            if (place is { } at && at.Model.Module is nn.Module module)
            {
                if (!present.TryGetValue(at.Model, out Dictionary<string, Parameter>? parameters))
                {
                    present[at.Model] = parameters = module.named_parameters().DistinctBy(each => each.name).ToDictionary(each => each.name, each => each.parameter);
                }

                parameters.TryGetValue(at.Path, out now);
            }

            bool isReplaced = now is not null && !ReferenceEquals(now, held.Parameter) && (held.IsInvalid || now.IsInvalid || now.Handle != held.Parameter.Handle)
                && !present.Values.Any(each => each.Values.Any(other => ReferenceEquals(other, held.Parameter)));
            if (held.IsInvalid || isReplaced)
            {
                stale++;
                string state = held.IsInvalid ? "was disposed" : "is in the model no more";
                first ??= held.Seen.Finding(
                    $"{step.Optimizer.Name} holds a parameter that {state}: {held.Seen.Name}"
                        + $"{(now is null ? "" : $"; {place?.Model.Name} has another one under this name")}",
                    step.Optimizer.MadeAt ?? step.Source);
            }
        }

        if (first is not null)
        {
            notes.IsTold = true;
            Find(Severity.Error, first with
            {
                Numbers = new Dictionary<string, double> { ["stale parameters"] = stale, ["parameters of the optimizer"] = step.Held.Count },
            });
        }
    }

    private sealed class Notes
    {
        public List<(SeenParameter Seen, SeenModel Model, string Path)> Names { get; } = [];

        public (SeenModel Model, SourceLocation? Source)? MovedAt { get; set; }

        public int Version { get; set; } = -1;

        public bool IsTold { get; set; }
    }
}
