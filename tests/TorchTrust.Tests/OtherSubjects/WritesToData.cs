using TorchTrust.Checks;

namespace TorchTrust.Tests.OtherSubjects;

/// <summary>A check as none may be: it writes to what it shares with others.</summary>
[Check("writes-to-data", "the data can be written", CheckArea.Structure)]
internal sealed class WritesToData : DataCheck
{
    public override string Why => "It must not be.";

    public override string Remedy => "Read only.";

    protected override CheckOutcome Run(DataSession session, CheckContext context)
    {
        session.Data.Labels.zero_();
        return CheckOutcome.Passed;
    }
}
