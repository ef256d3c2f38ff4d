using TorchTrust.Checks;
using TorchTrust.Models;
using TorchTrust.Models.Checks;
using TorchTrust.Models.Probes;

namespace TorchTrust.Tests.Running;

/// <summary>A check for tests of the runner: it does to the model what the model was not made for.</summary>
[Check("runs-elsewhere", "the model runs elsewhere", CheckArea.Behaviour, Hazard = Hazard.CanAbort)]
internal sealed class RunsElsewhere : ModelCheck
{
    public override string Why => "What does not run is of no use.";

    public override string Remedy => "Let it run.";

    protected override CheckOutcome Run(ModelSession session, CheckContext context)
    {
        context.AlteredStep("calling the model elsewhere");
        session.Run(session.Inputs(), ForwardMode.Eval);
        return CheckOutcome.Passed;
    }
}
