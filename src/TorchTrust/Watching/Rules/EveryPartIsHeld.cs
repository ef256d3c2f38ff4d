using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Watching.Rules;

/// <summary>A parameter of a trained model had gradients, and no optimizer held it to the end.</summary>
internal sealed class EveryPartIsHeld() : WatchRule(new(
    "watch-parameters-held",
    "every parameter with a gradient is in an optimizer",
    "A parameter that no optimizer holds keeps the value that it started with, though a gradient is computed for it at every step.",
    "Hand all parameters of the model to the optimizer, or switch their gradients off."))
{
    private readonly HashSet<SeenParameter> _without = [];
    private bool _isReadable = true;
    private bool _looked;

    /// <inheritdoc/>
    public override void BeforeStep(StepLook step)
    {
        _isReadable &= step.Optimizer.IsReadable;
        if (!step.IsLooked)
        {
            return;
        }

        _looked = true;
        foreach (SeenModel model in step.Optimizer.Models)
        {
            if (model.Module is not { } module)
            {
                continue;
            }

            foreach (Parameter parameter in module.parameters())
            {
                SeenParameter seen = Record.Modules.Of(parameter);
                if (!seen.IsHeld && !parameter.IsInvalid && parameter.requires_grad && !_without.Contains(seen) && _without.Count < 1000)
                {
                    using Tensor? gradient = parameter.grad;
                    if (gradient is { IsInvalid: false } && TensorLook.IsNonZero(gradient))
                    {
                        _without.Add(seen);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public override void Ended(RunEnd end)
    {
        if (end != RunEnd.Natural || !_isReadable)
        {
            return;
        }

        SeenParameter[] lost = [.. _without.Where(parameter => !parameter.IsHeld)];
        SourceLocation? source = Record.Stepping.Select(optimizer => optimizer.MadeAt ?? optimizer.SteppedAt).FirstOrDefault();
        foreach (SeenParameter parameter in lost)
        {
            Find(Severity.Question, parameter.Finding(
                $"{parameter.Name} of {parameter.Model?.Name} has gradients, and no optimizer that steps holds it",
                Record.Stepping.FirstOrDefault(
                    optimizer => parameter.Model is { } model && optimizer.Models.Contains(model))?.MadeAt ?? source,
                ("parameters with gradients and without optimizer", lost.Length)));
        }
    }

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => this switch
    {
        { _isReadable: false } => Open("An optimizer is native and does not tell what it holds (LBFGS)."),
        { _looked: false } => Skipped("No step was looked at."),
        _ when _without.Count > 0 && end != RunEnd.Natural =>
            Open("Parts of a model are in no optimizer yet, and the program did not run to its end."),
        _ => Passed,
    };
}
