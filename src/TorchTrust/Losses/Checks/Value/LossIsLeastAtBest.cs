using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>The loss is least where it is declared to be, and 0 there if that is declared.</summary>
[Check(
    "loss-is-least-at-best",
    "no move from the best prediction lowers the loss",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossIsLeastAtBest : LossCheck
{
    private const int Draws = 3;

    private static readonly double[] _shares = [0.001, 0.01, 0.1, 0.5, 1];
    private static readonly double[] _sizes = [0.001, 0.01, 0.1];

    /// <inheritdoc/>
    public override string Why =>
        "Training goes to where the loss is least: if that is not the right prediction, it learns another one, and the curve looks well.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a sign, for arguments that are swapped, for targets that belong to another sample, for a softmax too many, and for a "
            + "broadcast of [N] against [N, 1]. "
            + "Predictions that are limited: subject.Gives(kind, minimum: …, maximum: …).";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [new TurnSign(), new RollTargetsFromBest(), new BroadcastTargetFromBest(), new AddConstantAtBest()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.Best is null ? "Declare where the loss is least: subject.IsBestAt(target => …)." : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        var domain = new PredictionDomain(twin);
        var findings = new List<Finding>();
        for (int draw = 0; draw < Draws && findings.Count == 0; draw++)
        {
            LossArguments drawn = twin.Arguments(draw: draw).InDouble();
            LossArguments best = domain.Best(drawn)!.InDouble();
            LossResult atBest = twin.Differentiate(best);
            double spread = Math.Abs(twin.Evaluate(drawn).Total - atBest.Total);
            double allowed = Thresholds.RoundingOfADeclaration * spread;
            if (double.IsNaN(spread))
            {
                return CheckOutcome.Inconclusive(
                    "The loss is not a number at the best prediction, or at a drawn one: see loss-is-finite-at-extremes.");
            }

            if (session.Subject.Facts.IsZeroAtBest && Math.Abs(atBest.Total) > allowed)
            {
                findings.Add(new Finding("the loss at the best prediction is not 0, which is declared")
                {
                    Numbers = new Dictionary<string, double> { ["loss at the best"] = atBest.Total },
                });
            }

            foreach ((string move, LossArguments moved) in Moves(twin, domain, drawn, best, atBest, draw))
            {
                double there = twin.Evaluate(moved).Total;
                if (there < atBest.Total - allowed)
                {
                    findings.Add(new Finding($"{move} costs less than the best prediction itself")
                    {
                        Numbers = new Dictionary<string, double> { ["loss at the best"] = atBest.Total, ["loss after the move"] = there },
                    });
                    break;
                }
            }

            if (findings.Count == 0 && session.Subject.Facts.SamplesMeet is null)
            {
                findings.AddRange(Dearer(twin, drawn, best, allowed));
            }
        }

        return CheckOutcome.From(findings);
    }

    private static IEnumerable<(string Move, LossArguments Arguments)> Moves(
        LossSession twin, PredictionDomain domain, LossArguments drawn, LossArguments best, LossResult atBest, long draw)
    {
        Dictionary<string, Tensor> there = drawn.Leaves.ToDictionary(leaf => leaf.Path, leaf => leaf.Tensor);
        foreach (double share in _shares)
        {
            yield return ($"a move of {share} of the way to a drawn prediction", domain.With(best, (path, tensor) =>
                tensor + (share * (there[path] - tensor))));
            yield return ($"a step of {share} against the gradient", domain.With(best, (path, tensor) =>
                atBest.Gradients[path] is { } gradient && TensorDistance.Scale(gradient) is > 0 and var scale
                    ? tensor - (share / scale * gradient)
                    : tensor));
        }

        using RandomState _ = RandomState.Fork(twin.Seed + 700 + draw);
        foreach (double size in _sizes)
        {
            yield return ($"a random move of {size}", domain.With(best, (_, tensor) => tensor + (size * randn_like(tensor))));
        }
    }

    private static IEnumerable<Finding> Dearer(LossSession twin, LossArguments drawn, LossArguments best, double allowed)
    {
        double before = twin.Evaluate(drawn).Total;
        for (long sample = 0; sample < drawn.Count; sample++)
        {
            double after = twin.Evaluate(drawn.WithSample(twin.ArgumentLayout, sample, best)).Total;
            if (after > before + allowed)
            {
                yield return new Finding($"the best prediction in sample {sample} alone costs more than a drawn one")
                {
                    Sample = sample,
                    Numbers = new Dictionary<string, double> { ["loss before"] = before, ["loss after"] = after },
                };
            }
        }
    }
}
