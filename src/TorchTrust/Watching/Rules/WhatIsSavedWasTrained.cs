using TorchTrust.Watching.Knowledge;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// A model is written to a file that is as it was built: no optimizer that steps holds it, nothing was loaded into it, nobody asked for its
/// parameters; and another one of its class was trained, and never saved.
/// </summary>
internal sealed class WhatIsSavedWasTrained() : WatchRule(new(
    "watch-saved-model-is-trained",
    "the model that is saved is the one that was trained",
    "A file with a model as chance made it loads without an error, and knows nothing.",
    "Save the model that the optimizer holds, or copy its state first."))
{
    private const int Most = 64;

    private readonly List<(SeenModel Model, Type Class, string Shapes, SourceLocation? Source)> _fresh = [];
    private readonly HashSet<SeenModel> _saved = [];
    private readonly Dictionary<SeenModel, (Type Class, string Shapes)> _trained = [];
    private bool _hasSaved;

    /// <inheritdoc/>
    public override void Saved(SeenModel model, bool isToFile, SourceLocation? source)
    {
        _hasSaved |= isToFile;
        _saved.Add(model);
        if (isToFile && Record.Steps > 0 && model is { IsTrained: false, WasLoaded: false, WasAsked: false, Module: { } module }
            && _fresh.Count < Most)
        {
            _fresh.Add((model, module.GetType(), Shapes(module), source));
        }
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step)
    {
        // What a program drops before its end was trained all the same.
        if (step.Number == 0)
        {
            foreach (SeenModel model in step.Optimizer.Models.Where(model => _trained.Count < Most && !_trained.ContainsKey(model)))
            {
                if (model.Module is { } module)
                {
                    _trained[model] = (module.GetType(), Shapes(module));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        if (end != RunEnd.Natural)
        {
            return;
        }

        foreach ((SeenModel model, Type type, string shapes, SourceLocation? source) in _fresh.Where(each => !each.Model.IsTrained))
        {
            SeenModel[] twins = [.. _trained.Where(trained => trained.Value == (type, shapes)).Select(trained => trained.Key)];
            if (twins.Length > 0 && !twins.Any(_saved.Contains))
            {
                Find(Severity.Question, At(
                    $"the {model.Name} that is saved is not the one that was trained: nothing was loaded or copied into it, no "
                        + "optimizer holds it, and "
                        + (twins.Length == 1 ? "the one that was trained never was" : $"none of the {twins.Length} that were trained was"),
                    source,
                    ("steps before", Record.Steps)));
            }
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _hasSaved
        ? Passed
        : Skipped("No module was saved by its own save.");

    private static string Shapes(nn.Module module) => string.Join(
        ' ', module.named_parameters()
            .Select(each => $"{each.name}[{(each.parameter.IsInvalid ? "" : string.Join(',', each.parameter.shape))}]"));
}
