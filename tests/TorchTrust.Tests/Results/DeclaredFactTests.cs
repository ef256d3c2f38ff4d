using TorchSharp;

namespace TorchTrust.Tests.Results;

public sealed class DeclaredFactTests
{
    private static readonly ModelSubject s_subject = ModelSubject.For(() => torch.nn.Linear(2, 2));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_pattern_is_refused(string pattern) =>
        Assert.Throws<ArgumentException>(nameof(pattern), () => s_subject.FreezesOnPurpose(pattern, "pretrained"));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_reason_is_refused(string reason)
    {
        Assert.Throws<ArgumentException>(nameof(reason), () => s_subject.FreezesOnPurpose("backbone.*", reason));
        Assert.Throws<ArgumentException>(nameof(reason), () => s_subject.MixesSamplesOnPurpose(reason));
    }

    [Fact]
    public void The_subject_of_a_result_is_named()
    {
        using TrustSession session = TrustSession.Open(s_subject, new TrustOptions { Isolation = Isolation.InProcess });

        Assert.Equal(session.SubjectName, session.Check(session.CheckIds[0]).Subject);
    }
}
