using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Losses.Checks.Value;

/// <summary>Invariances, equivariances, sensitivities and orders of the user's own.</summary>
[Check(
    "loss-holds-declared-relations",
    "the loss changes with its arguments as it is declared to",
    CheckArea.Value,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class LossHoldsDeclaredRelations : LossCheck
{
    private const int Draws = 3;

    /// <inheritdoc/>
    public override string Why =>
        "What only the author knows of a loss, such as that a shift of all logits does not matter, is lost first when code is changed.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look at what the named change reaches in the formula. If the relation is not meant to hold for all arguments, declare it for "
            + "those that it holds for.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new LeanOnElements(), new GiveConstant()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.Relations.Count > 0
            ? null
            : "Declare what must become of the value: subject.IsInvariantTo(\"a shift of all logits\", (logits, target) => (logits + 1, "
                + "target)), IsEquivariantTo, IsSensitiveTo, IsRaisedBy.";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossSession twin = InDouble(session, context);
        var findings = new List<Finding>();
        foreach (Relation relation in session.Subject.Facts.Relations)
        {
            for (int draw = 0; draw < Draws; draw++)
            {
                LossArguments arguments = twin.Arguments(draw: draw).InDouble();
                var changed = new LossArguments(RelationProbe.Changed(relation, arguments.Values, twin.Seed + 900), arguments.Count);
                LossResult before = twin.Evaluate(arguments);
                LossResult after = twin.Evaluate(changed);
                if (IsBroken(relation, before, after))
                {
                    findings.Add(new Finding(relation.Broken("the loss"))
                    {
                        Numbers = new Dictionary<string, double> { ["before"] = before.Total, ["after"] = after.Total },
                    });
                    break;
                }
            }
        }

        return CheckOutcome.From(findings);
    }

    private static bool IsBroken(Relation relation, LossResult before, LossResult after) => relation.Kind switch
    {
        RelationKind.Invariant or RelationKind.Equivariant => Differ((Tensor)RelationProbe.Expected(relation, before.Value)!, after.Value),
        RelationKind.Sensitive => !Differ(before.Value, after.Value),
        _ => !(after.Total > before.Total),
    };

    private static bool Differ(Tensor expected, Tensor actual) =>
        !expected.shape.AsSpan().SequenceEqual(actual.shape)
        || TensorDistance.Between(expected, actual) > Thresholds.RoundingOfADeclaration * TensorDistance.Scale(expected);
}
