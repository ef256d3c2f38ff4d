using TorchTrust.Running.Hosting;
using static TorchSharp.torch;

namespace TorchTrust.Tests.Running;

/// <summary>
/// LibTorch writes a line to the standard error at each call of a loss whose arguments are broadcast. A host keeps them away from the
/// user's console, and one of each kind as evidence.
/// </summary>
public sealed class NativeWarningsTests
{
    private const string Warning = "Using a target size";

    private static int _calls;

    [Fact]
    public void Warnings_that_differ_in_numbers_alone_are_one_line_and_leave_room_for_the_cause()
    {
        var tail = new ErrorTail();
        tail.Add("the cause of it all");
        for (int call = 0; call < 100; call++)
        {
            tail.Add(
                $"[W1126 19:24:48.{call} loss.h:106] Warning: {Warning} ([{call}, 1]) that is different to the input size ([{call}, 3]).");
        }

        tail.Add("the end");

        Assert.Equal(3, tail.Lines().Count);
        Assert.Equal("the cause of it all", tail.Lines()[0]);
        Assert.Contains("([99, 1])", tail.Lines()[1], StringComparison.Ordinal);
        Assert.Equal("the end", tail.Lines()[2]);
    }

    /// <summary>The loss warns at each call, and its process ends at the third: the last words hold one warning, and the cause.</summary>
    [Fact]
    public void A_loss_that_warns_natively_at_each_call_is_quoted_once()
    {
        LossSubject subject = LossSubject.For((Tensor prediction, Tensor target) => WarnsAndEnds(prediction, target))
            .WithArguments(n => (randn(n, 3), randn(n, 1)));

        CheckResult result = Assert.Single(Trust.Check(
            subject, new TrustOptions { Checks = [CheckIds.LossIsRepeatable], Isolation = Isolation.Host, ProvesPower = false }).Results);

        string words = Assert.Single(result.Findings).What;
        Assert.Equal(2, words.Split(Warning).Length);
        Assert.Contains("the third call", words, StringComparison.Ordinal);
    }

    private static Tensor WarnsAndEnds(Tensor prediction, Tensor target)
    {
        if (++_calls == 3)
        {
            Environment.FailFast("the third call");
        }

        return nn.functional.mse_loss(prediction, target);
    }
}
