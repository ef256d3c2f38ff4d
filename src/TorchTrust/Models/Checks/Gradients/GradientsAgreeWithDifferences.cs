using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>Gradients are those of the function that is computed.</summary>
/// <remarks>
/// The gradients of built-in operations are right. Where no function with a backward pass of its own is applied, a difference is a
/// stop that the code wrote down (straight-through, power iteration, stop-gradient), so there is nothing to ask.
/// </remarks>
[Check(
    "gradients-agree-with-differences",
    "gradients agree with central differences in float64",
    CheckArea.Gradients,
    Severity = Severity.Question,
    Hazard = Hazard.CanAbort,
    Need = Need.MutatesState)]
internal sealed class GradientsAgreeWithDifferences : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "With a wrong gradient training goes somewhere else than down the loss, slowly enough to look like bad luck.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Compare the backward of custom functions in and right after the named module with the derivative of what its forward computes. "
            + "Straight-through "
            + "estimators, stop-gradients and gradient reversal differ on purpose: subject.StopsGradientsOnPurpose(pattern, reason) for "
            + "the named parameters.";

    /// <inheritdoc/>
    public override string Declaration => ".StopsGradientsOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ScaleGradient()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) => subject.Lifetime == SubjectLifetime.Fresh
        ? null
        : "A second instance in float64 is needed. Declare how to build one: ModelSubject.For(() => new …).";

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        if (!session.Parameters.Any(entry => entry.Parameter.requires_grad))
        {
            return CheckOutcome.Skipped("There is no parameter that takes a gradient.");
        }

        if (!context.FirstFindingDecides && CustomFunctions.In(session).Count == 0)
        {
            return CheckOutcome.Skipped(
                "Neither forward nor the declared loss applies a function with a backward pass of its own, and those of built-in "
                    + "operations are right.");
        }

        try
        {
            context.AlteredStep("converting to float64");

            // Where no second instance can be built, the check does not apply.
            ModelSession twin = DoubleTwin.WarmOf(session, context.Measured)!;
            return new DerivativeComparison(twin, context).Decide();
        }
        catch (SubjectException thrown)
        {
            // Code that insists on float32 is right; it only cannot be looked at so closely.
            return CheckOutcome.Inconclusive($"The model does not run in float64: {thrown.Message}");
        }
    }
}
