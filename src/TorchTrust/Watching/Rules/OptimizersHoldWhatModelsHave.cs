using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// An optimizer's tensor is gone, or in no model any more, and the model has another one under the name that it had; or it holds a model
/// that no gradient reaches, while another of the same parameters has gradients and no optimizer; or it was made before the model was
/// moved, which leaves it such tensors as soon as the move is one to another device.
/// </summary>
internal sealed class OptimizersHoldWhatModelsHave() : WatchRule(new(
    "watch-optimizer-is-current",
    "optimizers hold the parameters that the models have",
    "Where a module is moved or converted, TorchSharp makes new parameters: an optimizer that was made before moves the old ones, and the "
        + "model is not trained.",
    "Make the optimizer after the model has been moved, converted and built to its end."))
{
    private const int FirstSteps = 3;
    private const int FewestForQuestion = 3;
    private const int FewestForError = 20;

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
                $"{step.Optimizer.Name} was made ({Line(step.Optimizer.MadeAt)}) before {moved.Model.Name} was moved "
                    + $"({Line(moved.Source)}): here the "
                    + "move changed nothing; on another device this breaks, since the optimizer keeps the parameters of before",
                moved.Source));
        }

        LookForAnother(step, notes);
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        foreach (SeenOptimizer optimizer in Record.Stepping)
        {
            Notes notes = optimizer.Notes<Notes>();
            if (!notes.IsTold && !notes.HadGradient && notes.Instead is { } other && notes.Idle >= FewestForQuestion)
            {
                notes.IsTold = true;
                bool isCertain = notes.Idle >= FewestForError && notes.Idle == optimizer.Steps;
                Find(isCertain ? Severity.Error : Severity.Question, At(
                    $"{optimizer.Name} holds a model that no gradient reaches, while another {other.Name}, with parameters of the "
                        + "same names and shapes, has "
                        + "gradients and is in no optimizer: the model was made anew after the optimizer",
                    optimizer.MadeAt ?? optimizer.SteppedAt,
                    ("steps without a gradient", notes.Idle),
                    ("steps", optimizer.Steps)));
            }
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
                    present[at.Model] = parameters = module.named_parameters().DistinctBy(each => each.name)
                        .ToDictionary(each => each.name, each => each.parameter);
                }

                parameters.TryGetValue(at.Path, out now);
            }

            bool isReplaced = now is not null && !ReferenceEquals(now, held.Parameter)
                && (held.IsInvalid || now.IsInvalid || now.Handle != held.Parameter.Handle)
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
                Numbers = new Dictionary<string, double>
                {
                    ["stale parameters"] = stale,
                    ["parameters of the optimizer"] = step.Held.Count,
                },
            });
        }
    }

    private void LookForAnother(StepLook step, Notes notes)
    {
        if (notes.IsTold || notes.HadGradient || !step.IsLooked || step.Held.Count == 0)
        {
            return;
        }

        if (step.HasGradient || step.Held.Any(held => held.IsInvalid))
        {
            notes.HadGradient = true;
            return;
        }

        notes.Instead = Record.Modules.Models.FirstOrDefault(model => IsTrainedInstead(model, step));
        notes.Idle = notes.Instead is null ? 0 : notes.Idle + 1;
    }

    private bool IsTrainedInstead(SeenModel model, StepLook step)
    {
        if (model.Module is not { } module || model.TrainingCalls == 0 || step.Optimizer.Models.Contains(model))
        {
            return false;
        }

        (string name, Parameter parameter)[] parameters = [.. module.named_parameters().Where(each => !each.parameter.IsInvalid)];
        return parameters.Length == step.Held.Count
            && parameters.All(each => !Record.Modules.Of(each.parameter).IsHeld)
            && parameters.Select(each => Shape(each.name, each.parameter)).ToHashSet()
                .SetEquals(step.Held.Select(held => Shape(held.Seen.Name, held.Parameter)))
            && parameters.Any(each => HasGradient(each.parameter));
    }

    private static string Shape(string name, Tensor tensor) => $"{name} [{string.Join(", ", tensor.shape)}]";

    private static bool HasGradient(Parameter parameter)
    {
        using Tensor? gradient = parameter.grad;
        return gradient is { IsInvalid: false } && TensorLook.IsNonZero(gradient);
    }

    private sealed class Notes
    {
        public SeenModel? Instead { get; set; }

        public long Idle { get; set; }

        public bool HadGradient { get; set; }

        public List<(SeenParameter Seen, SeenModel Model, string Path)> Names { get; } = [];

        public (SeenModel Model, SourceLocation? Source)? MovedAt { get; set; }

        public int Version { get; set; } = -1;

        public bool IsTold { get; set; }
    }
}
