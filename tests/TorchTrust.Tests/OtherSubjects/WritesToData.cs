using TorchTrust.Checks;
using TorchTrust.Probes;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A check as none may be: it writes to what it shares with others.</summary>
[Check("writes-to-data", "the data can be written", CheckArea.Structure)]
internal sealed class WritesToData : Check
{
    public override string Why => "It must not be.";

    public override string Remedy => "Read only.";

    public override bool AppliesTo(Subject subject) => subject is DataSubject;

    public override CheckOutcome Run(ISubjectSession session, CheckContext context)
    {
        ((DataSession)session).Data.Labels.zero_();
        return CheckOutcome.Passed;
    }
}
