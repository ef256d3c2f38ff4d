using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>The loss has the values that a closed form, another implementation, an integral or a table gives.</summary>
[Check(
    "loss-matches-reference",
    "the loss gives the values of its references",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossMatchesReference : LossCheck
{
    private const int Draws = 3;

    /// <inheritdoc/>
    public override string Why =>
        "A wrong factor, or the other direction of an asymmetric measure, leaves the minimum where it is: nothing but a value tells.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Compare the formula term by term with the reference; a constant ratio is a wrong weight or a mean in the place of a sum. A "
            + "reference that is only nearly right: its tolerance.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ScaleValue(), new TurnSign()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.References.Count > 0
            ? null
            : "Declare what the loss must give: subject.Matches(\"the closed form\", (prediction, target) => …), or MatchesTable.";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        var findings = new List<Finding>();
        foreach (LossReference reference in session.Subject.Facts.References)
        {
            foreach ((LossArguments arguments, Func<Tensor> expected, string where) in Cases(twin, reference))
            {
                using var scope = NewDisposeScope();
                Tensor actual = twin.Evaluate(arguments).Value.to(ScalarType.Float64);
                Tensor value = SubjectException.Guard($"computing the reference '{reference.Name}'", expected).to(ScalarType.Float64)
                    .to(actual.device);
                if (Differing(actual, value, reference.Tolerance))
                {
                    findings.Add(Describe(reference, where, actual, value));
                    break;
                }
            }
        }

        return CheckOutcome.From(findings);
    }

    private static IEnumerable<(LossArguments Arguments, Func<Tensor> Expected, string Where)> Cases(
        LossSession twin, LossReference reference)
    {
        for (int draw = 0; reference.Value is not null && draw < Draws; draw++)
        {
            LossArguments arguments = twin.Arguments(LossSession.BatchSize - draw, draw).InDouble();
            yield return (arguments, () => reference.Value(arguments.Values), $"in drawn batch {draw}");
        }

        IReadOnlyList<(object?[] Arguments, double Value)> rows = reference.Table is null
            ? []
            : SubjectException.Guard($"making the table '{reference.Name}'", reference.Table);
        for (int row = 0; row < rows.Count; row++)
        {
            double value = rows[row].Value;
            yield return (new LossArguments(rows[row].Arguments, 1), () => tensor(value), $"in row {row}");
        }
    }

    private static bool Differing(Tensor actual, Tensor expected, double tolerance) =>
        actual.numel() != expected.numel()
        || TensorDistance.Between(actual.flatten(), expected.flatten()) > tolerance * TensorDistance.Scale(expected);

    private static Finding Describe(LossReference reference, string where, Tensor actual, Tensor expected) =>
        actual.numel() != expected.numel()
            ? new Finding($"the loss gives {actual.numel()} values, {reference.Name} gives {expected.numel()}")
            : new Finding($"the loss differs from {reference.Name} {where}")
            {
                Numbers = new Dictionary<string, double>
                {
                    ["loss"] = actual.sum().item<double>(),
                    ["reference"] = expected.sum().item<double>(),
                    ["ratio"] = (actual.sum() / expected.sum()).item<double>(),
                },
            };
}
