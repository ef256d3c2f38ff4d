using TorchTrust.Checks;
using TorchTrust.Models;
using TorchTrust.Models.Checks;
using TorchTrust.Models.Probes;

namespace TorchTrust.Tests.Running;

/// <summary>A check for tests of the runner: the model runs, and nothing can go wrong.</summary>
[Check("runs-safely", "the model runs", CheckArea.Behaviour)]
internal sealed class RunsSafely : ModelCheck
{
    public override string Why => "What does not run is of no use.";

    public override string Remedy => "Let it run.";

    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        context.Step("calling the model");
        session.Run(session.Inputs(), ForwardMode.Eval);
        return CheckOutcome.Passed;
    }
}
