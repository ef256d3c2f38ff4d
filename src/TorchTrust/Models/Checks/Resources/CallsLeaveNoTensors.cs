using TorchTrust.Checks;
using TorchTrust.Models.Mutants;
using TorchTrust.Mutants;

namespace TorchTrust.Models.Checks.Resources;

/// <summary>The number of live tensors does not grow from call to call.</summary>
[Check("calls-leave-no-tensors", "calls leave no tensors behind", CheckArea.Resources, Need = Need.MutatesState)]
internal sealed class CallsLeaveNoTensors : ModelCheck
{
    /// <inheritdoc/>
    public override string Why => "Memory grows with every step until the process ends, hours after the cause.";

    /// <inheritdoc/>
    public override string Remedy =>
        "Look for a tensor that goes into a list, a static field or a closure, or that is detached from its dispose scope, and keep its "
            + "number instead "
            + "(loss.item<float>()). Where a cache grows on purpose, declare it: subject.KeepsTensorsOnPurpose(reason).";

    /// <inheritdoc/>
    public override string Declaration => ".KeepsTensorsOnPurpose(\"why it is right\")";

    /// <inheritdoc/>
    public override IReadOnlyList<Mutant> Mutants { get; } = [new KeepOutput()];

    /// <inheritdoc/>
    protected override string? NotApplicable(ModelSubject subject) =>
        subject.Facts.KeepsTensors is { } fact ? $"Tensors are kept on purpose: {fact.Reason}" : null;

    /// <inheritdoc/>
    protected override CheckOutcome Run(ModelSession session, CheckContext context) =>
        new KeptTensors(session, context).Decide();
}
