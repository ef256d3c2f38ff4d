using TorchTrust.Checks;
using TorchTrust.Models;
using TorchTrust.Models.Checks;

namespace TorchTrust.Tests.Running;

/// <summary>A check for tests of the runner: it goes from step to step.</summary>
[Check("walks-in-steps", "the check goes on", CheckArea.Behaviour)]
internal sealed class WalksInSteps : ModelCheck
{
    public override string Why => "What does not go on is of no use.";

    public override string Remedy => "Let it go on.";

    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        foreach (string step in new[] { "one", "two", "three", "four" })
        {
            context.Step(step);
        }

        return CheckOutcome.Passed;
    }
}
