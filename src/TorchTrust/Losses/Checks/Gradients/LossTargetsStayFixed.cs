using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Losses.Probes;
using TorchTrust.Mutants;

namespace TorchTrust.Losses.Checks.Gradients;

/// <summary>No gradient reaches an argument that is no prediction, which is declared.</summary>
[Check(
    "loss-targets-stay-fixed",
    "no gradient reaches a target",
    CheckArea.Gradients,
    Need = Need.MutatesState)]
internal sealed class LossTargetsStayFixed : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A target that takes a gradient is pulled towards the prediction: a teacher learns from its student, and all fall together.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Detach the named target before the loss is computed: target.detach().";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new LetGradientsThrough()];

    /// <inheritdoc/>
    protected override string? Lacks(LossFacts facts) =>
        facts.HasFixedTargets
            ? null
            : "Declare that no gradient may reach a target, such as the output of a teacher: subject.HasFixedTargets().";

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        LossArguments arguments = session.Arguments();
        LossResult result = session.Differentiate(arguments, alsoTargets: true);
        return CheckOutcome.From(
        [
            .. arguments.Leaves.Where(leaf => !session.IsPrediction(leaf.Path, leaf.Tensor) && result.Reaches(leaf.Path))
                .Select(leaf => new Finding($"a gradient reaches {session.NameOf(leaf.Path)}, which is a target")
                {
                    Parameter = session.NameOf(leaf.Path),
                }),
        ]);
    }
}
