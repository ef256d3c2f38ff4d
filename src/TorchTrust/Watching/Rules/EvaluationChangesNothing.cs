using TorchSharp.Modules;
using TorchTrust.Watching.Knowledge;
using TorchTrust.Watching.Probes;

namespace TorchTrust.Watching.Rules;

/// <summary>
/// A parameter of a model has other bits between two calls of one evaluation, and no step was taken and nothing was loaded.
/// </summary>
internal sealed class EvaluationChangesNothing() : WatchRule(new(
    "watch-evaluation-changes-nothing",
    "evaluation leaves the parameters as they are",
    "What is evaluated is then another model from batch to batch, and training goes on from one that nobody trained.",
    "Keep what writes to parameters out of the forward pass and of the evaluation."))
{
    private const int MostRows = 20;
    private const long MostBytes = 64 << 20;

    private readonly List<(SeenParameter Seen, WeakReference<Parameter> Parameter, ulong Bits)> _before = [];
    private SeenEvaluation? _row;
    private int _rows;
    private int _next;

    /// <inheritdoc/>
    public override void Evaluating(SeenEvaluation row)
    {
        if (!ReferenceEquals(_row, row))
        {
            Begin(row);
            return;
        }

        // At the second call, the fourth, the eighth: what was copied between rows has nothing to do with it.
        if (_before.Count == 0 || row.Calls < _next || !Record.Clock.MayLook)
        {
            return;
        }

        _next *= 2;
        foreach ((SeenParameter seen, WeakReference<Parameter> reference, ulong bits) in _before)
        {
            if (reference.TryGetTarget(out Parameter? parameter) && !parameter.IsInvalid && parameter.requires_grad
                && TensorLook.Bits(parameter) != bits)
            {
                _before.Clear();
                Find(Severity.Error, seen.Finding(
                    $"{seen.Name} of {row.Model.Name} has other bits at call {row.Calls + 1} of an evaluation than at the first, "
                        + "though no step was taken in it",
                    row.Source,
                    ("calls before", row.Calls)));
                return;
            }
        }
    }

    /// <inheritdoc/>
    public override void AfterStep(StepLook step) => _before.Clear();

    /// <inheritdoc/>
    public override void Evaluated(SeenEvaluation row) => _before.Clear();

    /// <inheritdoc/>
    protected override (Verdict Verdict, string? Reason) Stand(RunEnd end) => _rows > 0 ? Passed : Skipped("No evaluation was looked at.");

    private void Begin(SeenEvaluation row)
    {
        _row = row;
        _before.Clear();
        _next = 1;
        if (_rows >= MostRows || Found > 0 || !Record.Clock.MayLook || row.Model.Module is not { } module || row.Step == 0)
        {
            return;
        }

        _rows++;
        long bytes = 0;
        foreach (Parameter parameter in module.parameters().Where(parameter => !parameter.IsInvalid && parameter.requires_grad))
        {
            bytes += parameter.numel() * parameter.ElementSize;
            if (bytes > MostBytes)
            {
                break;
            }

            _before.Add((Record.Modules.Of(parameter), new WeakReference<Parameter>(parameter), TensorLook.Bits(parameter)));
        }
    }
}
