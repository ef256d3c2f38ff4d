using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Models.Checks.Gradients;

/// <summary>Outputs, loss and gradients of parameters hold neither NaN nor infinity.</summary>
[Check("values-are-finite", "outputs, loss and gradients are finite", CheckArea.Gradients, Need = Need.MutatesState)]
internal sealed class ValuesAreFinite : ModelCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "One NaN in one gradient makes the whole network NaN at the next step, and it never comes back.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look in the named module for a logarithm or a square root of zero, a division by a norm or a standard deviation that may vanish, "
            + "or an "
            + "exponential that overflows. torch.where does not protect: the gradient of the branch that was not taken is multiplied by "
            + "zero and stays NaN.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new InjectNan(), new InjectNanGradient()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
        new FiniteValues(session, context).Decide();
}
