using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>Every trainable parameter gets a finite gradient that is not zero.</summary>
[Check("every-parameter-learns", "every trainable parameter gets a gradient", CheckArea.Gradients, Need = Need.MutatesState)]
internal sealed class EveryParameterLearns : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "A parameter without a gradient stays where it was initialized, however long the training takes.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for detach, item, no_grad, a step function or a layer that forward forgets, at the named place. Where it is on purpose, "
            + "declare it: subject.StopsGradientsOnPurpose(pattern, reason), LeavesUnusedOnPurpose or FreezesOnPurpose.";

    /// <inheritdoc/>
    public override string Declaration => ".StopsGradientsOnPurpose(\"{place}\", \"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } =
        [new StopGradient(), new FreezeParameter(), new StaleParameter()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
        new LearningParameters(session, context).Decide();
}
