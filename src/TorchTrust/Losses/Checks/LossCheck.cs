using TorchTrust.Checks;

namespace TorchTrust.Losses.Checks;

/// <summary>A check of a loss.</summary>
[CheckKind("loss", "loss-")]
internal abstract class LossCheck : CheckOf<LossSubject, LossSession>
{
    /// <inheritdoc/>
    protected sealed override string? NotApplicable(LossSubject subject) => !subject.HasArguments
        ? "Nothing is known of the arguments. Declare how to make them: subject.WithArguments(n => (torch.randn(n, …), …))."
        : Lacks(subject.Facts);

    /// <summary>
    /// What must be declared before the check can be made, or what is declared that it does not go with; null if nothing.
    /// </summary>
    protected virtual string? Lacks(LossFacts facts) => null;

    /// <summary>The loss in float64.</summary>
    protected static LossSession InDouble(LossSession session, CheckContext context)
    {
        context.AlteredStep("computing in float64");
        return session.Twin;
    }
}
