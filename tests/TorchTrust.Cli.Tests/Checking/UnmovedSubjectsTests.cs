using TorchTrust.Cli.Checking;

namespace TorchTrust.Cli.Tests.Checking;

public sealed class UnmovedSubjectsTests
{
    private static readonly TrustReport[] _reports =
        [Of("Net", "model", "cuda"), Of("Digits", "dataset", null), Of("Trainer", "training", null)];

    [Fact]
    public void Kinds_that_do_not_move_are_named_with_what_to_do()
    {
        string note = Assert.Single(UnmovedSubjects.Note("cuda", _reports));

        Assert.StartsWith(
            "--device cuda moves models and losses. These stay where their own code puts them: Digits (dataset), Trainer (training).", note,
            StringComparison.Ordinal);
        Assert.EndsWith("choose the device in what builds it.", note, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_where_no_device_was_asked_for_or_all_have_moved()
    {
        Assert.Empty(UnmovedSubjects.Note(null, _reports));
        Assert.Empty(
            UnmovedSubjects.Note("cuda", [_reports[0], new TrustReport("Broken", "model", 1, []) { Failure = "It could not be opened." }]));
    }

    private static TrustReport Of(string subject, string kind, string? device) =>
        new(subject, kind, 1, []) { Environment = new RunEnvironment("Linux", "X64", ".NET", "0.107", "1.0", 2) { Device = device } };
}
