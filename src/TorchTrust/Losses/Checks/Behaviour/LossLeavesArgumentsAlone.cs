using TorchTrust.Checks;
using TorchTrust.Losses.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Losses.Checks.Behaviour;

/// <summary>A call leaves its arguments as they are.</summary>
[Check(
    "loss-leaves-arguments-alone",
    "the loss does not change its arguments",
    CheckArea.Behaviour,
    Need = Need.MutatesState)]
internal sealed class LossLeavesArgumentsAlone : LossCheck
{
    /// <inheritdoc/>
    public override string Why =>
        "What is written into an argument is read by whoever uses it next: metrics, a second loss, the next epoch.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Use the operation without an underscore at its end: sub for sub_, clamp for clamp_, masked_fill for masked_fill_.";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new ChangeArgument()];

    /// <inheritdoc/>
    protected override CheckOutcome Run(LossSession session, CheckContext context)
    {
        return CheckOutcome.From(
        [
            .. session.Watch(session.Arguments()).Changed.Select(path =>
                new Finding($"the loss changes {session.NameOf(path)} in place") { Parameter = session.NameOf(path) }),
        ]);
    }
}
