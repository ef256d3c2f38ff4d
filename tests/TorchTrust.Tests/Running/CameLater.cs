using TorchTrust.Checks;
using TorchTrust.Models;
using TorchTrust.Models.Checks;

namespace TorchTrust.Tests.Running;

/// <summary>A check for tests of levels: it passes, and came with the second one.</summary>
[Check("came-later", "it came later", CheckArea.Behaviour, Level = 2)]
internal sealed class CameLater : ModelCheck
{
    public override string Why => "It is new.";

    public override string Remedy => "Let it be.";

    protected override CheckOutcome Run(ModelSession session, CheckContext context) => CheckOutcome.Passed;
}
