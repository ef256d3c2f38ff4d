namespace TorchTrust.Tests.Results;

public sealed class ApprovedTests
{
    [Fact]
    public void A_changed_line_is_shown_with_its_number() =>
        Assert.Equal("from line 2:\n- b\n+ B", Approved.Difference("a\nb\nc", "a\nB\nc"));

    [Fact]
    public void A_missing_line_is_shown() => Assert.Equal("from line 2:\n- b", Approved.Difference("a\nb\nc", "a\nc"));

    [Fact]
    public void A_text_that_was_not_approved_fails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Approved.DemandEqual("a file", "", "something else\n"));
}
